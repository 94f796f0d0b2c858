package io.github.camelconduit.kinesis;

import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.component.PropertyConfigurerSupport;

/**
 * The generated configurer of the component, and {@code auto.create.streams} besides. Camel reads a dotted property as a
 * path through objects unless an option is known whose name, with a dot before each capital, is that text.
 */
final class ComponentOptions implements PropertyConfigurer, ExtendedPropertyConfigurerGetter {

    private static final String AUTO_CREATE_STREAMS = "autoCreateStreams";

    private final PropertyConfigurer generated;
    private final PropertyConfigurerGetter getter;

    /** @param generated the generated configurer, which Camel makes a getter too */
    ComponentOptions(PropertyConfigurer generated) {
        this.generated = generated;
        this.getter = (PropertyConfigurerGetter) generated;
    }

    @Override
    public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
        if (isAutoCreateStreams(name, ignoreCase)) {
            Boolean create = PropertyConfigurerSupport.property(context, Boolean.class, value);
            ((ConduitKinesisComponent) target).getConfiguration().setAutoCreateStreams(create);
            return true;
        }
        return generated.configure(context, target, name, value, ignoreCase);
    }

    @Override
    public Map<String, Object> getAllOptions(Object target) {
        return Map.of(AUTO_CREATE_STREAMS, Boolean.class);
    }

    @Override
    public Class<?> getOptionType(String name, boolean ignoreCase) {
        return isAutoCreateStreams(name, ignoreCase) ? Boolean.class : getter.getOptionType(name, ignoreCase);
    }

    @Override
    public Object getOptionValue(Object target, String name, boolean ignoreCase) {
        return isAutoCreateStreams(name, ignoreCase)
                ? ((ConduitKinesisComponent) target).getConfiguration().getAutoCreateStreams()
                : getter.getOptionValue(target, name, ignoreCase);
    }

    @Override
    public Object getCollectionValueType(Object target, String name, boolean ignoreCase) {
        return getter.getCollectionValueType(target, name, ignoreCase);
    }

    @Override
    public String[] getAutowiredNames() {
        return getter.getAutowiredNames();
    }

    private static boolean isAutoCreateStreams(String name, boolean ignoreCase) {
        return ignoreCase ? AUTO_CREATE_STREAMS.equalsIgnoreCase(name) : AUTO_CREATE_STREAMS.equals(name);
    }
}
