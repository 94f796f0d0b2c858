package io.github.camelconduit.kinesis.springboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.camelconduit.kinesis.docs.OptionMetadata;

/** Writes the generated files of the Spring Boot starter. */
public final class StarterFiles {

    private StarterFiles() {}

    /** @param args the directory for generated files of the starter's module */
    public static void main(String[] args) throws IOException {
        Path generated = Path.of(args[0]);
        List<StarterProperty> properties = StarterProperty.of(OptionMetadata.load());
        write(
                generated.resolve("java/io/github/camelconduit/kinesis/springboot/ConduitKinesisProperties.java"),
                PropertiesClass.source(properties));
        write(
                generated.resolve("resources/META-INF/spring-configuration-metadata.json"),
                PropertiesMetadata.json(properties));
    }

    /** A file that is as it should be is not touched, so that nothing is compiled again for it. */
    private static void write(Path file, String content) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(content)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
