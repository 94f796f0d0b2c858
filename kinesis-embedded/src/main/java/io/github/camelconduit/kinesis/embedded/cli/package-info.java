/** The server as a program of its own. */
package io.github.camelconduit.kinesis.embedded.cli;
