/** The address of a file that the build ships gzipped (src/build/gzipped-asset.ts). */
declare module '*?gzip' {
  const url: string;
  export default url;
}
