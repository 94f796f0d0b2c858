/** The log of calls that tests ask. */
package io.github.camelconduit.kinesis.embedded.log;
