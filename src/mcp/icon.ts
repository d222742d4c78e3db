/** The icon of packaging/icon.png in 64 by 64 pixels: PNG is what every client must be able to show. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABABAMAAABYR2ztAAAALVBMVEUAAAAvb08vb08vb08vb08vb08vb08vb09NhGhqmIGIrZqm' +
  'wbTE1s3h6ub///+Dnb5mAAAAB3RSTlMAJEltkrbbCP/WYgAAAR5JREFUeNrdljEOwjAMRY2AHQkkrgETK9yACU6AmBGCkIEbwNyJ' +
  'rByhGyu3YKZC9RlQU9omxLFn8Jqn18SJ/AsAAP2FImo1hk8NVKRm5XpbRWtkgWUc2BXrXcXUHAAmHLAFaCm2etDhgSkMeWDDb6HY' +
  'xJIHdrDmgT0ooX4auL144Ix454DDA/HJAWdEzBigELCGQoBpHLAC7hSugAI8AQV4ghrQCS2oAP3IE1JQAce6MV+CCjCImFACF8go' +
  'gfOJUvEtqDeJpSIQ1Mc0pSIQNH2wilDQdNIqLoGgAawCA4FzF+YDpDFAkwL3Ng0lcAFNCbz3YAiBB2hC4L+oU379rwHSAOIgFUex' +
  'OMzFOBADRYwkMdTkWBSDVY5mMdz534M3vFHjSIW/aFkAAAAASUVORK5CYII=';

export const ICON = { src: `data:image/png;base64,${PNG}`, mimeType: 'image/png', sizes: ['64x64'] };
