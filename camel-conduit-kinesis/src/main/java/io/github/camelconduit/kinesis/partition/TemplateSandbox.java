package io.github.camelconduit.kinesis.partition;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleHash;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.Version;

/**
 * What a template can reach: text, numbers, booleans, maps and lists of the message, and nothing else. No class can be
 * named or made ({@code ?new}), no method of an object called ({@code ?api}, bean access), no file included. A value of
 * any other kind is its text. Numbers keep their digits and have no grouping, whatever the locale of the machine.
 *
 * <p>How long it may take is for {@link TemplateBounds} and {@link TemplateWatch}. What the latter does is noticed here,
 * at each element of the message that an expression gets, at each text and number of it that it looks at, and at the end
 * of each call of a built-in.
 */
final class TemplateSandbox {

    private static final Version VERSION = Configuration.VERSION_2_3_34;

    private TemplateSandbox() {}

    static Configuration configuration() {
        Configuration configuration = new Configuration(VERSION);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setAPIBuiltinEnabled(false);
        configuration.setObjectWrapper(new DataOnlyWrapper());
        configuration.setTemplateLoader(null);
        configuration.setLocalizedLookup(false);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setAttemptExceptionReporter((failure, environment) -> {});
        configuration.setWrapUncheckedExceptions(true);
        configuration.setNumberFormat("c");
        configuration.setBooleanFormat("c");
        configuration.setLocale(Locale.ROOT);
        configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
        return configuration;
    }

    private static void endIfInterrupted() throws TemplateModelException {
        if (Thread.currentThread().isInterrupted()) {
            throw new TemplateModelException("interrupted");
        }
    }

    private record Text(String text) implements TemplateScalarModel {

        @Override
        public String getAsString() throws TemplateModelException {
            endIfInterrupted();
            return text;
        }
    }

    private record Digits(Number number) implements TemplateNumberModel {

        @Override
        public Number getAsNumber() throws TemplateModelException {
            endIfInterrupted();
            return number;
        }
    }

    /**
     * Wraps data; turns all else into text, so that no method of it can be reached. FreeMarker's own models of lists and
     * maps come here with each element that is asked for, and a call with what it returns.
     */
    private static final class DataOnlyWrapper extends SimpleObjectWrapper {

        DataOnlyWrapper() {
            super(VERSION);
        }

        @Override
        public TemplateModel wrap(Object value) throws TemplateModelException {
            endIfInterrupted();
            if (value instanceof CharSequence text) {
                return new Text(text.toString());
            }
            if (value instanceof Number number) {
                return new Digits(number);
            }
            if (value == null
                    || value instanceof TemplateModel
                    || value instanceof Boolean
                    || value instanceof Map
                    || value instanceof Collection) {
                return super.wrap(value);
            }
            if (value instanceof byte[] bytes) {
                return new Text(new String(bytes, StandardCharsets.UTF_8));
            }
            if (value instanceof Object[] || value.getClass().isArray()) {
                return super.wrap(value);
            }
            if (value instanceof Date date) {
                return new Text(Instant.ofEpochMilli(date.getTime()).toString());
            }
            if (value instanceof Throwable failure) {
                SimpleHash hash = new SimpleHash(this);
                hash.put("message", failure.getMessage());
                return hash;
            }
            return new Text(value.toString());
        }
    }
}
