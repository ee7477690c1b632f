import { catalogue } from '../../analyses/catalogue';
import { analysisKind } from './analysis-kind';

export default analysisKind(catalogue);
