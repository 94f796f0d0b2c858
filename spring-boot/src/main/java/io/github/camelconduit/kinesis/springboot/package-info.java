/**
 * Spring Boot's side of the component: {@code camel.component.conduit-kinesis.*} becomes the component's options when
 * Camel makes the component.
 *
 * <p>{@link io.github.camelconduit.kinesis.springboot.ConduitKinesisProperties} is generated from the component's option
 * metadata. {@link io.github.camelconduit.kinesis.springboot.ConduitKinesisCustomizer} sets what is set there on the
 * component, as camel-main does with the same names. {@link
 * io.github.camelconduit.kinesis.springboot.PropertyNames} refuses names that mean nothing, {@link
 * io.github.camelconduit.kinesis.springboot.SecretPropertiesAutoConfiguration} keeps secrets out of the actuator.
 */
package io.github.camelconduit.kinesis.springboot;
