package io.github.camelconduit.kinesis.publish;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;

import org.apache.camel.CamelContext;

/** Which bodies are many records, and which one. */
final class BodyElements {

    private BodyElements() {}

    /**
     * A collection, an iterator, an array of objects, or anything else that can be iterated over and that no type
     * converter makes bytes of. An array of bytes is one record, and so is a path, whose elements are its names.
     */
    static boolean areIn(Object body, CamelContext context) {
        if (body instanceof Collection || body instanceof Iterator || body instanceof Object[]) {
            return true;
        }
        return body instanceof Iterable
                && !(body instanceof Path)
                && context.getTypeConverterRegistry().lookup(byte[].class, body.getClass()) == null;
    }

    static Iterator<?> of(Object body) {
        if (body instanceof Iterator<?> iterator) {
            return iterator;
        }
        if (body instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        return ((Iterable<?>) body).iterator();
    }

    /** Whether all elements are there already, so that keeping a result for each costs little more. */
    static boolean areHeld(Object body) {
        return body instanceof Collection || body instanceof Object[];
    }
}
