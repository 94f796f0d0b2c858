/** The two encodings of requests and answers: JSON and CBOR. */
package io.github.camelconduit.kinesis.embedded.codec;
