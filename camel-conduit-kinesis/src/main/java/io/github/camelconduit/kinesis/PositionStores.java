package io.github.camelconduit.kinesis;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

import org.apache.camel.Service;
import org.apache.camel.StatefulService;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.position.FilePositionStore;
import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.StateRepositoryPositionStore;

import static io.github.camelconduit.kinesis.Text.isEmpty;

/**
 * The stores of positions of a component: one for each setting, made when the first consumer needs it. Beans that are
 * Camel services are started if they are not, and stopped again by {@link #close}. What is in memory outlives
 * {@link #close}: it lives as long as this. Thread-safe.
 */
final class PositionStores implements AutoCloseable {

    static final String MEMORY = "memory";
    static final String FILE = "file";

    private static final Logger LOG = LoggerFactory.getLogger(PositionStores.class);

    private final MemoryPositionStore memory = new MemoryPositionStore();
    private final Map<Path, FilePositionStore> files = new HashMap<>();
    private final Map<StateRepository<String, String>, PositionStore> repositories = new IdentityHashMap<>();
    private final Deque<Service> started = new ArrayDeque<>();
    private boolean memoryMentioned;

    /** The store that a configuration, which was found valid, asks for. */
    synchronized PositionStore of(ConduitKinesisConfiguration configuration) {
        StateRepository<String, String> repository = configuration.getOffsetRepository();
        if (repository != null) {
            start(repository);
            return repositories.computeIfAbsent(repository, StateRepositoryPositionStore::new);
        }
        if (configuration.getPositionStore() instanceof PositionStore bean) {
            start(bean);
            return bean;
        }
        if (FILE.equals(configuration.getPositionStore())) {
            Path directory = Path.of(configuration.getPositionDirectory())
                    .toAbsolutePath()
                    .normalize();
            return files.computeIfAbsent(directory, FilePositionStore::new);
        }
        mentionMemory();
        return memory;
    }

    private void mentionMemory() {
        if (!memoryMentioned) {
            memoryMentioned = true;
            LOG.info("Positions are kept in memory and end with this process: the next one reads each stream as at its"
                    + " first start. To go on where this one stops, set positionStore or offsetRepository.");
        }
    }

    private void start(Object bean) {
        boolean running = bean instanceof StatefulService stateful && stateful.isStarted();
        if (bean instanceof Service service && !running && !started.contains(service)) {
            ServiceHelper.startService(service);
            started.push(service);
        }
    }

    @Override
    public synchronized void close() {
        files.values().forEach(file -> quietly(file::close));
        files.clear();
        repositories.clear();
        while (!started.isEmpty()) {
            Service service = started.pop();
            quietly(() -> ServiceHelper.stopService(service));
        }
    }

    private static void quietly(Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException e) {
            LOG.warn("A store of positions could not be closed.", e);
        }
    }

    /**
     * That the options about positions do not contradict each other.
     *
     * @throws IllegalArgumentException when they do
     */
    static void check(ConduitKinesisConfiguration configuration) {
        Object store = configuration.getPositionStore();
        String directory = configuration.getPositionDirectory();
        boolean file = FILE.equals(store);
        if (store != null && !file && !MEMORY.equals(store) && !(store instanceof PositionStore)) {
            String seen =
                    store instanceof String ? (String) store : store.getClass().getName();
            throw new IllegalArgumentException("positionStore=" + seen
                    + ": not a store of positions; allowed: memory, file, or #name of a bean that is a PositionStore");
        }
        if (store != null && configuration.getOffsetRepository() != null) {
            throw new IllegalArgumentException("positionStore=" + (store instanceof String ? store : "a bean")
                    + " and offsetRepository are both set; allowed: one of them");
        }
        if (file && isEmpty(directory)) {
            throw new IllegalArgumentException(
                    "positionStore=file: there is no positionDirectory to go with it;" + " allowed: both or none");
        }
        if (!file && !isEmpty(directory)) {
            throw new IllegalArgumentException("positionDirectory=" + directory
                    + ": only a store in files has a directory; allowed: together with positionStore=file");
        }
    }
}
