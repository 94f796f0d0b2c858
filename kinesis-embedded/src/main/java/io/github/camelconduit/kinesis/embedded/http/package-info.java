/** The HTTP side: listening with and without TLS, taking requests in, answering them. */
package io.github.camelconduit.kinesis.embedded.http;
