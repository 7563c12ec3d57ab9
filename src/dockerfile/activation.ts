import type { Wishes } from '../rule.ts';

/** What the activation scripts of well-known packages set on Linux, with `$` for the prefix. */
const SET_BY: readonly (readonly [names: readonly string[], variable: string, value: string])[] = [
  [
    ['gdal', 'libgdal', 'libgdal-core', 'geopandas', 'fiona', 'rasterio', 'rioxarray', 'pyogrio'],
    'GDAL_DATA',
    '$/share/gdal',
  ],
  [
    ['proj', 'pyproj', 'cartopy', 'gdal', 'libgdal', 'libgdal-core', 'geopandas', 'rasterio'],
    'PROJ_DATA',
    '$/share/proj',
  ],
  [['openjdk'], 'JAVA_HOME', '$/lib/jvm'],
  [['openjdk'], 'JAVA_LD_LIBRARY_PATH', '$/lib/jvm/lib/server'],
  [
    ['libxml2', 'libxml2-16'],
    'XML_CATALOG_FILES',
    'file://$/etc/xml/catalog file:///etc/xml/catalog',
  ],
  [['glib', 'libglib', 'gtk3', 'gtk4'], 'GSETTINGS_SCHEMA_DIR', '$/share/glib-2.0/schemas'],
  [['root', 'root_base'], 'ROOTSYS', '$'],
  [['udunits2', 'cf-units', 'iris'], 'UDUNITS2_XML_PATH', '$/share/udunits/udunits2.xml'],
  [['esmf', 'esmpy', 'xesmf'], 'ESMFMKFILE', '$/lib/esmf.mk'],
];

/**
 * What activation is known to set, so that `docker exec` and a command without the entrypoint have it too.
 * Scripts themselves are run by the entrypoint alone.
 */
export function activationOf({ file }: Wishes, prefix: string): [string, string][] {
  const names = new Set([
    ...file.dependencies.flatMap(({ spec }) => ('name' in spec ? spec.name : [])),
    ...file.packages.map(({ name }) => name),
  ]);
  return SET_BY.filter(([some]) => some.some((name) => names.has(name))).map(
    ([, variable, value]) => [variable, value.replace('$', prefix)],
  );
}
