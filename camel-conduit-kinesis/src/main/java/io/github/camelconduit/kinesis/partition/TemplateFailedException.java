package io.github.camelconduit.kinesis.partition;

import org.apache.camel.RuntimeCamelException;

/** A template failed for one message. The text says which option's template, where in it, and why. */
public class TemplateFailedException extends RuntimeCamelException {

    private static final long serialVersionUID = 1L;

    public TemplateFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
