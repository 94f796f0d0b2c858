package io.github.camelconduit.kinesis.embedded;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit 5: a server for a test class or for each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EmbeddedKinesisExtension KINESIS =
 *         EmbeddedKinesisExtension.with(EmbeddedKinesis.builder().stream("orders", 4));
 * }</pre>
 *
 * <p>In a static field, or with {@code @ExtendWith}, one server serves the class; in an instance field each test gets its
 * own. {@link #server()} gives it, and so does a parameter of type {@link EmbeddedKinesis}.
 */
public final class EmbeddedKinesisExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private final EmbeddedKinesisBuilder settings;
    private boolean resets;
    private volatile EmbeddedKinesis server;
    private String startedBy;

    /** For {@code @ExtendWith}: {@link Rules#fast()} and no streams. */
    public EmbeddedKinesisExtension() {
        this(EmbeddedKinesis.builder().rules(Rules.fast()));
    }

    private EmbeddedKinesisExtension(EmbeddedKinesisBuilder settings) {
        this.settings = settings;
    }

    /** Servers with these settings. */
    public static EmbeddedKinesisExtension with(EmbeddedKinesisBuilder settings) {
        return new EmbeddedKinesisExtension(settings);
    }

    /** A server for a whole class is {@linkplain EmbeddedKinesis#reset() reset} before each test. */
    public EmbeddedKinesisExtension resetBeforeEach() {
        resets = true;
        return this;
    }

    /**
     * The running server.
     *
     * @throws IllegalStateException outside of the tests it is for
     */
    public EmbeddedKinesis server() {
        EmbeddedKinesis running = server;
        if (running == null) {
            throw new IllegalStateException("The embedded Kinesis runs only during tests");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        startIfNeeded(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (server != null && resets) {
            server.reset();
        }
        startIfNeeded(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stopIfStartedBy(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stopIfStartedBy(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedKinesis.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return server();
    }

    private void startIfNeeded(ExtensionContext context) {
        if (server == null) {
            server = settings.start();
            startedBy = context.getUniqueId();
        }
    }

    /** A nested class or a test that uses the server of the class around it leaves it running. */
    private void stopIfStartedBy(ExtensionContext context) {
        if (context.getUniqueId().equals(startedBy)) {
            startedBy = null;
            EmbeddedKinesis running = server;
            server = null;
            running.close();
        }
    }
}
