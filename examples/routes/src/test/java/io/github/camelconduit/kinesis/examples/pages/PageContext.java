package io.github.camelconduit.kinesis.examples.pages;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

import io.github.camelconduit.kinesis.ConduitKinesisComponent;

/** A Camel context for the routes of a page: the component goes to a local server, files stay below one folder. */
final class PageContext implements AutoCloseable {

    /** What pages write as placeholders, and the values with which their routes run. */
    static final Map<String, String> PLACEHOLDERS = Map.of(
            "stream", "orders",
            "input.directory", "input",
            "output.directory", "output",
            "aws.key", "test",
            "aws.secret", "test");

    private final DefaultCamelContext context = new DefaultCamelContext();

    private PageContext(URI server, String region) {
        ConduitKinesisComponent component = new ConduitKinesisComponent();
        component.getConfiguration().setUrl(server.toString());
        component.getConfiguration().setRegion(region);
        component.getConfiguration().setUseDefaultCredentialsProvider(true);
        context.addComponent("conduit-kinesis", component);
    }

    /** Started, with nothing in it. */
    static PageContext against(URI server, String region) {
        PageContext run = new PageContext(server, region);
        run.context.start();
        return run;
    }

    /** Not started yet. */
    static PageContext of(LocalServices services, Path folder) {
        PageContext run = new PageContext(
                services.kinesis().endpoint(), services.kinesis().region());
        run.context.getCamelContextExtension().setName("shop");
        run.context.addComponent("file", new FilesBelow(folder));
        Properties placeholders = new Properties();
        placeholders.putAll(PLACEHOLDERS);
        run.context.getPropertiesComponent().setInitialProperties(placeholders);
        run.context.getShutdownStrategy().setTimeout(5);
        return run;
    }

    DefaultCamelContext context() {
        return context;
    }

    /** Loads a file of routes; the name says in which language. */
    void load(String name, String text) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
    }

    @Override
    public void close() {
        context.stop();
    }

    private static final class FilesBelow extends FileComponent {

        private final Path folder;

        private FilesBelow(Path folder) {
            this.folder = folder;
        }

        @Override
        protected GenericFileEndpoint<File> buildFileEndpoint(
                String uri, String remaining, Map<String, Object> parameters) throws Exception {
            return super.buildFileEndpoint(uri, folder.resolve(remaining).toString(), parameters);
        }
    }
}
