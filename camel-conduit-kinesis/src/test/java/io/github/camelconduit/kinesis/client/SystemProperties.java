package io.github.camelconduit.kinesis.client;

import java.util.HashMap;
import java.util.Map;

/** System properties that are as before once it is closed. */
final class SystemProperties implements AutoCloseable {

    private final Map<String, String> before = new HashMap<>();

    void set(String name, String value) {
        before.putIfAbsent(name, System.getProperty(name));
        System.setProperty(name, value);
    }

    @Override
    public void close() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }
}
