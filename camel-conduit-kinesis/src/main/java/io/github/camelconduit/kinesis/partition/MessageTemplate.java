package io.github.camelconduit.kinesis.partition;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import freemarker.core.ParseException;
import freemarker.core._CoreAPI;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.ResourceHelper;

import io.github.camelconduit.kinesis.FreeMarkerMarkup;

/**
 * A FreeMarker template that yields a short text from a message. Compiled once; evaluating it reaches nothing but the
 * message, see {@link TemplateSandbox}, and ends as soon as the result is as long as it may become, see also
 * {@link TemplateBounds}. Thread-safe.
 */
public final class MessageTemplate {

    private static final String RESOURCE = "resource:";

    private final String option;
    private final Template template;
    private final int maxChars;
    private final Supplier<TemplateWatch> watch;

    private MessageTemplate(String option, Template template, int maxChars, Supplier<TemplateWatch> watch) {
        this.option = option;
        this.template = template;
        this.maxChars = maxChars;
        this.watch = watch;
    }

    /**
     * Compiles a template.
     *
     * @param option the option it comes from, for errors
     * @param text the template itself, or {@code resource:} and where to load it from
     * @param maxChars how long a result may become, in chars; the rest is not evaluated
     * @param watch is asked, at each evaluation, for what ends those that take too long; null while stopped
     * @throws IllegalArgumentException if it cannot be loaded, does not compile or uses what cannot be bounded, naming the
     *     option
     */
    public static MessageTemplate compile(
            CamelContext context, String option, String text, int maxChars, Supplier<TemplateWatch> watch) {
        String source = text.startsWith(RESOURCE) ? load(context, option, text.substring(RESOURCE.length())) : text;
        // FreeMarker would take it as plain text and give every message the same result.
        FreeMarkerMarkup.refuseGoTemplate(option, source);
        try {
            Template template = new Template(option, source, TemplateSandbox.configuration());
            TemplateBounds.check(option, template);
            _CoreAPI.addThreadInterruptedChecks(template);
            return new MessageTemplate(option, template, maxChars, watch);
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    option + " does not compile: line " + e.getLineNumber() + ", column " + e.getColumnNumber() + ": "
                            + e.getEditorMessage(),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(option + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The template's result for a message.
     *
     * @param data the body as the bytes that will be written
     * @throws TemplateFailedException if it fails, with the option, the line and the cause
     * @throws IllegalStateException while stopped
     */
    public String evaluate(Exchange exchange, byte[] data) {
        TemplateWatch.Round round = begin(data.length);
        String exceeded = null;
        String result = null;
        TemplateFailedException failure = null;
        try {
            result = process(exchange, data);
        } catch (TemplateFailedException e) {
            failure = e;
        } finally {
            exceeded = round.end();
        }
        if (exceeded != null) {
            // Whatever came of it: a template can take what ends it for a failure, and go on with something else.
            throw new TemplateFailedException(option + " failed: " + exceeded, failure);
        }
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    private TemplateWatch.Round begin(int messageBytes) {
        TemplateWatch running = watch.get();
        if (running == null) {
            throw new IllegalStateException("The producer is stopped: it evaluates no more templates");
        }
        return running.begin(messageBytes);
    }

    private String process(Exchange exchange, byte[] data) {
        BoundedWriter result = new BoundedWriter(maxChars);
        try {
            template.process(new MessageModel(exchange, data, template.getObjectWrapper()), result);
        } catch (BoundedWriter.FullException e) {
            return result.toString();
        } catch (TemplateException e) {
            throw new TemplateFailedException(option + " failed" + where(e) + ": " + reason(e), e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // The exception of an interrupted template is a RuntimeException.
            throw new TemplateFailedException(option + " failed: " + e, e);
        } catch (OutOfMemoryError e) {
            // What one expression makes cannot be watched. It is given back with this.
            throw new TemplateFailedException(option + " failed: it needs more memory than there is", e);
        }
        return result.toString();
    }

    private static String where(TemplateException e) {
        return e.getLineNumber() == null ? "" : " at line " + e.getLineNumber() + ", column " + e.getColumnNumber();
    }

    private static String reason(TemplateException e) {
        String blamed = e.getBlamedExpressionString();
        String message = e.getMessageWithoutStackTop();
        int firstParagraph = message.indexOf("\n\n");
        String brief = firstParagraph < 0 ? message : message.substring(0, firstParagraph);
        // FreeMarker's text ends with hints over many lines; the expression at fault is worth more than those.
        String line = brief.replaceAll("\\s+", " ").strip();
        return blamed == null || line.contains(blamed) ? line : line + " (in " + blamed + ")";
    }

    private static String load(CamelContext context, String option, String location) {
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, location)) {
            // Files end with a line break that is no part of a key.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    option + " cannot be loaded from " + location + ": " + e.getMessage(), e);
        }
    }
}
