package io.github.camelconduit.kinesis.quarkus.deployment;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ServiceProviderBuildItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** What is told about native executables is about things that there are. */
class NativeImageProcessorTest {

    private final NativeImageProcessor processor = new NativeImageProcessor();
    private final List<ReflectiveClassBuildItem> reflective = new ArrayList<>();
    private final List<NativeImageResourceBuildItem> resources = new ArrayList<>();
    private final List<RuntimeInitializedClassBuildItem> atRunTime = new ArrayList<>();

    static Stream<String> namedClasses() {
        return Stream.of(
                        NativeImageProcessor.SDK_SERVICES,
                        NativeImageProcessor.SDK_CREDENTIALS,
                        NativeImageProcessor.SDK_RANDOM,
                        NativeImageProcessor.FREEMARKER_BY_NAME,
                        NativeImageProcessor.FREEMARKER_JYTHON)
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("namedClasses")
    void everyNamedClassIsThere(String name) {
        assertThatCode(() -> Class.forName(name, false, getClass().getClassLoader()))
                .doesNotThrowAnyException();
    }

    @Test
    void everyNamedResourceOfFreeMarkerIsThere() {
        processor.templates(reflective::add, resources::add, atRunTime::add);

        assertThat(resources)
                .flatMap(NativeImageResourceBuildItem::getResources)
                .hasSize(3)
                .allSatisfy(name -> assertThat(getClass().getClassLoader().getResource(name))
                        .isNotNull());
        assertThat(reflective)
                .flatMap(ReflectiveClassBuildItem::getClassNames)
                .containsExactlyInAnyOrderElementsOf(NativeImageProcessor.FREEMARKER_BY_NAME);
    }

    @Test
    void theSdkFindsTheHttpClientsThatTheComponentBrings() {
        List<ServiceProviderBuildItem> providers = new ArrayList<>();

        processor.sdkServices(providers::add);

        assertThat(providers)
                .flatMap(ServiceProviderBuildItem::providers)
                .containsExactlyInAnyOrder(
                        "software.amazon.awssdk.http.nio.netty.NettySdkAsyncHttpService",
                        "software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService");
    }

    @Test
    void interceptorsOfTheApplicationCanBeMadeByName(@TempDir Path application) throws IOException {
        Path file = application.resolve(NativeImageProcessor.INTERCEPTOR_FILES.get(0));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "org.acme.First\n\n  org.acme.Second \n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {application.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            processor.sdkClasses(reflective::add, resources::add, atRunTime::add);
        } finally {
            thread.setContextClassLoader(before);
        }

        assertThat(reflective)
                .flatMap(ReflectiveClassBuildItem::getClassNames)
                .contains("org.acme.First", "org.acme.Second");
        assertThat(resources)
                .flatMap(NativeImageResourceBuildItem::getResources)
                .containsExactlyElementsOf(NativeImageProcessor.INTERCEPTOR_FILES);
    }
}
