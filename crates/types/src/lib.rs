//! Requests, responses, ids and error codes of the one API, and their validation.
