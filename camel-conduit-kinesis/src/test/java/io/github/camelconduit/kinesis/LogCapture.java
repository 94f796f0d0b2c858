package io.github.camelconduit.kinesis;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Everything that is logged while it is open, with stack traces, instead of the console. */
public final class LogCapture implements AutoCloseable {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final AbstractAppender appender = new AbstractAppender("capture", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
            StringWriter text = new StringWriter();
            text.append(event.getLevel() + " " + event.getMessage().getFormattedMessage());
            if (event.getThrown() != null) {
                event.getThrown().printStackTrace(new PrintWriter(text));
            }
            lines.add(text.toString());
        }
    };

    public LogCapture(Level level) {
        appender.start();
        context.getConfiguration().getRootLogger().removeAppender("console");
        context.getConfiguration().getRootLogger().addAppender(appender, null, null);
        Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, level);
    }

    public Queue<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        context.reconfigure();
        appender.stop();
    }
}
