package com.ovhi.outreach.embedded;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** A jar on the class path that carries server binaries. */
record Artifact(String version, URL descriptor) {

    static Artifact find(String group, String name) {
        var descriptor = Artifact.class
                .getClassLoader()
                .getResource("META-INF/maven/%s/%s/pom.properties".formatted(group, name));
        if (descriptor == null) {
            throw new EmbeddedServerException(
                    "The server binaries %s:%s are not on the class path; build with Maven on the machine that runs them."
                            .formatted(group, name));
        }
        return new Artifact(versionIn(descriptor), descriptor);
    }

    /** Unpacks the entries for which {@code target} names a path below the folder; all become executable. */
    void extract(Path folder, Function<String, Optional<String>> target) throws IOException {
        var connection = (JarURLConnection) descriptor.openConnection();
        connection.setUseCaches(false);
        try (var jar = connection.getJarFile()) {
            for (var entry : jar.stream().filter(entry -> !entry.isDirectory()).toList()) {
                var wanted = target.apply(entry.getName());
                if (wanted.isPresent()) {
                    copy(jar, entry, folder.resolve(wanted.get()));
                }
            }
        }
    }

    private static void copy(JarFile jar, JarEntry entry, Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        try (var content = jar.getInputStream(entry)) {
            Files.copy(content, file);
        }
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("Cannot make " + file + " executable");
        }
    }

    private static String versionIn(URL descriptor) {
        var properties = new Properties();
        try (var content = descriptor.openStream()) {
            properties.load(content);
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot read " + descriptor, e);
        }
        return properties.getProperty("version", "unknown");
    }
}
