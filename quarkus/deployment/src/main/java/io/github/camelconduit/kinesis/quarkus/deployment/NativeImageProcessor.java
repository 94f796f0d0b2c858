package io.github.camelconduit.kinesis.quarkus.deployment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ServiceProviderBuildItem;

/**
 * What a native executable needs and cannot see for itself: classes that the AWS SDK and FreeMarker look up by name, the
 * resources they read, and what must not be initialized while the executable is built. Camel's own services, among them our
 * component and its configurers, are told by Camel Quarkus.
 */
class NativeImageProcessor {

    /** Where applications and libraries name interceptors of calls, a class a line. */
    static final List<String> INTERCEPTOR_FILES = List.of(
            "software/amazon/awssdk/global/handlers/execution.interceptors",
            "software/amazon/awssdk/services/kinesis/execution.interceptors");

    static final List<String> SDK_SERVICES = List.of(
            "software.amazon.awssdk.http.async.SdkAsyncHttpService", "software.amazon.awssdk.http.SdkHttpService");

    /** How the default credentials chain and profiles get to the module for STS. */
    static final List<String> SDK_CREDENTIALS = List.of(
            "software.amazon.awssdk.services.sts.internal.StsProfileCredentialsProviderFactory",
            "software.amazon.awssdk.services.sts.internal.StsWebIdentityCredentialsProviderFactory");

    /** They have a random number generator that would be the same in every process. */
    static final List<String> SDK_RANDOM = List.of(
            "software.amazon.awssdk.core.retry.backoff.FullJitterBackoffStrategy",
            "software.amazon.awssdk.utils.cache.CachedSupplier");

    static final List<String> FREEMARKER_RESOURCES = List.of(
            "freemarker/version.properties",
            "freemarker/ext/beans/DefaultMemberAccessPolicy-rules",
            "freemarker/ext/beans/unsafeMethods.properties");

    /** What it takes by name: the implementations for later versions of Java, and how it logs. */
    static final List<String> FREEMARKER_BY_NAME = List.of(
            "freemarker.core._Java9Impl",
            "freemarker.core._Java16Impl",
            "freemarker.log._SLF4JLoggerFactory",
            "freemarker.log._JULLoggerFactory");

    /** They need Jython, which is not there. */
    static final List<String> FREEMARKER_JYTHON =
            List.of("freemarker.ext.jython.JythonModel", "freemarker.ext.jython.JythonWrapper");

    @BuildStep
    ExtensionSslNativeSupportBuildItem tls() {
        return new ExtensionSslNativeSupportBuildItem(ConduitKinesisProcessor.FEATURE);
    }

    @BuildStep
    void sdkServices(BuildProducer<ServiceProviderBuildItem> providers) {
        SDK_SERVICES.stream()
                .map(ServiceProviderBuildItem::allProvidersFromClassPath)
                .filter(item -> !item.providers().isEmpty())
                .forEach(providers::produce);
    }

    @BuildStep
    void sdkClasses(
            BuildProducer<ReflectiveClassBuildItem> reflective,
            BuildProducer<NativeImageResourceBuildItem> resources,
            BuildProducer<RuntimeInitializedClassBuildItem> atRunTime) {
        Set<String> classes = interceptors(Thread.currentThread().getContextClassLoader());
        classes.addAll(SDK_CREDENTIALS);
        reflective.produce(ReflectiveClassBuildItem.builder(classes.toArray(String[]::new))
                .methods()
                .build());
        resources.produce(new NativeImageResourceBuildItem(INTERCEPTOR_FILES));
        SDK_RANDOM.forEach(name -> atRunTime.produce(new RuntimeInitializedClassBuildItem(name)));
    }

    @BuildStep
    void templates(
            BuildProducer<ReflectiveClassBuildItem> reflective,
            BuildProducer<NativeImageResourceBuildItem> resources,
            BuildProducer<RuntimeInitializedClassBuildItem> atRunTime) {
        reflective.produce(ReflectiveClassBuildItem.builder(FREEMARKER_BY_NAME.toArray(String[]::new))
                .fields()
                .build());
        resources.produce(new NativeImageResourceBuildItem(FREEMARKER_RESOURCES));
        FREEMARKER_JYTHON.forEach(name -> atRunTime.produce(new RuntimeInitializedClassBuildItem(name)));
    }

    /** There where the application has the module with our Kamelets. */
    @BuildStep
    NativeImageResourcePatternsBuildItem kamelets() {
        return NativeImageResourcePatternsBuildItem.builder()
                .includeGlob("kamelets/conduit-kinesis-*.kamelet.yaml")
                .build();
    }

    /** The classes that the interceptor files of the application and its dependencies name. */
    static Set<String> interceptors(ClassLoader application) {
        Set<String> classes = new TreeSet<>();
        try {
            for (String file : INTERCEPTOR_FILES) {
                for (URL url : Collections.list(application.getResources(file))) {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
                        lines.lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .forEach(classes::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("The interceptors of the AWS SDK cannot be read: " + e.getMessage(), e);
        }
        return classes;
    }
}
