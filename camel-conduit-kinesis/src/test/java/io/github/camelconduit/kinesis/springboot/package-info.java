/**
 * Writes what the Spring Boot starter has for each option of the component, from the metadata that the build has just
 * generated: the class of the properties, and their description for editors. The build runs {@link
 * io.github.camelconduit.kinesis.springboot.StarterFiles}; what it writes is committed, as everything generated here.
 */
package io.github.camelconduit.kinesis.springboot;
