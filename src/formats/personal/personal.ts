/** What a column seems to tell about a person. */
export type PersonalKind = 'name' | 'email' | 'phone' | 'address' | 'ip' | 'free text' | 'account';
