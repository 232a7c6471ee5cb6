//! Errors of the kernels as Python knows them.

pyo3::import_exception!(piment.errors, CodecError);
