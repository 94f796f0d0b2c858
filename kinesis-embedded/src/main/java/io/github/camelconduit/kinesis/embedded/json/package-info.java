/** JSON and base64 written straight to bytes, for what is pushed: there an object mapper's time would be most of it. */
package io.github.camelconduit.kinesis.embedded.json;
