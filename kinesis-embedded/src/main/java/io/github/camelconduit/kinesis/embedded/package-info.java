/** A Kinesis Data Streams server in one JVM: real wire protocol, AWS's rules, faults on demand. */
package io.github.camelconduit.kinesis.embedded;
