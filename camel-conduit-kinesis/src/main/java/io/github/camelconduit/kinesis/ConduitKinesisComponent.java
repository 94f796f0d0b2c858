package io.github.camelconduit.kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes endpoints of AWS Kinesis Data Streams. */
@Component(ConduitKinesisConstants.SCHEME)
public class ConduitKinesisComponent extends DefaultComponent {

    /** Camel masks these in URIs by what they contain, but not as properties when it logs how it was configured. */
    private static final List<String> SENSITIVE_KEYWORDS = List.of("accesskeyid", "secretaccesskey");

    @Metadata(description = "The options that all endpoints start from.")
    private ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();

    public ConduitKinesisComponent() {}

    public ConduitKinesisComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        maskCredentials(getCamelContext().getCamelContextExtension());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ConduitKinesisConfiguration own = configuration.copy();
        OriginalOptionNames.settle(own);
        OriginalOptionNames.translate(parameters);
        ExclusiveOptions.forgetReplaced(own, parameters);
        own.setStreamNameOrArn(remaining);
        ConduitKinesisEndpoint endpoint = new ConduitKinesisEndpoint(uri, this, own);
        setProperties(endpoint, parameters);
        OriginalOptionNames.settle(own);
        ConfigurationValidator.checkContradictions(own);
        return endpoint;
    }

    /** Names what is unknown and what is known; Camel's own message would show the value of a misspelt secret. */
    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, String optionPrefix) {
        if (parameters == null || parameters.isEmpty()) {
            return;
        }
        StringBuilder message =
                new StringBuilder("Unknown options: ").append(String.join(", ", new TreeSet<>(parameters.keySet())));
        if (getEndpointPropertyConfigurer() instanceof ExtendedPropertyConfigurerGetter known) {
            message.append("; allowed: ")
                    .append(String.join(
                            ", ", new TreeSet<>(known.getAllOptions(null).keySet())));
        }
        throw new ResolveEndpointFailedException(uri, message.toString());
    }

    public ConduitKinesisConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ConduitKinesisConfiguration configuration) {
        this.configuration = configuration;
    }

    private static void maskCredentials(ExtendedCamelContext context) {
        String present = context.getAdditionalSensitiveKeywords();
        List<String> keywords = new ArrayList<>();
        if (present != null && !present.isBlank()) {
            keywords.addAll(List.of(present.split(",")));
        }
        List<String> missing =
                SENSITIVE_KEYWORDS.stream().filter(k -> !keywords.contains(k)).toList();
        if (!missing.isEmpty()) {
            keywords.addAll(missing);
            context.setAdditionalSensitiveKeywords(String.join(",", keywords));
        }
    }
}
