/** A Quarkus application: this package has its route in Java, {@code examples/routes/yaml} those in YAML. */
package io.github.camelconduit.kinesis.examples.quarkus;
