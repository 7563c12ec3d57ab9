/** Packages of conda that are called otherwise on PyPI. */
export const IN_CONDA: ReadonlyMap<string, string> = new Map([
  ['pytorch', 'torch'],
  ['py-opencv', 'opencv-python'],
  ['opencv', 'opencv-python'],
  ['matplotlib-base', 'matplotlib'],
  ['pytables', 'tables'],
  ['msgpack-python', 'msgpack'],
  ['libopencv', 'opencv-python'],
  ['tensorflow-base', 'tensorflow'],
  ['py-xgboost', 'xgboost'],
  ['brotli-python', 'brotli'],
  ['python-graphviz', 'graphviz'],
  // The program, and none of Python’s.
  ['graphviz', 'graphviz (the program)'],
]);

/** Packages of PyPI that bring the same files, by the name of the first of them. */
export const ONE_FILES: ReadonlyMap<string, string> = new Map(
  [
    [
      'opencv-python',
      'opencv-python-headless',
      'opencv-contrib-python',
      'opencv-contrib-python-headless',
    ],
    ['tensorflow', 'tensorflow-cpu', 'tensorflow-gpu', 'tf-nightly'],
    ['onnxruntime', 'onnxruntime-gpu', 'onnxruntime-directml', 'onnxruntime-openvino'],
    ['psycopg2', 'psycopg2-binary'],
    ['pillow', 'pillow-simd'],
    ['pycrypto', 'pycryptodome'],
    ['jwt', 'pyjwt'],
    ['python-magic', 'filemagic', 'file-magic', 'python-magic-bin'],
    ['dotenv', 'python-dotenv'],
    ['docx', 'python-docx'],
    ['slugify', 'python-slugify', 'unicode-slugify'],
    ['serial', 'pyserial'],
    ['fitz', 'pymupdf'],
    ['bson', 'pymongo'],
    ['websocket', 'websocket-client'],
    ['faiss-cpu', 'faiss-gpu'],
    ['tensorboard', 'tb-nightly'],
  ].flatMap(([first = '', ...others]) => others.map((name) => [name, first] as const)),
);
