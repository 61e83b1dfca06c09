package com.ovhi.outreach.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Production runs {@code java -jar} from one folder of jars: it must hold every jar, in the version each one asks for. */
class JarFolderTests {

    private static final List<File> CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(File::new)
            .toList();

    private static final Set<String> FOLDER =
            CLASS_PATH.stream().map(File::getName).collect(Collectors.toSet());

    @Test
    void holdsWhatTheManifestsOfAllProgramsName() throws IOException {
        var programs = 0;
        for (var jar : CLASS_PATH) {
            var needed = jar.getName().endsWith(".jar") ? neededBy(jar) : Optional.<List<String>>empty();
            if (needed.isPresent()) {
                programs++;
                assertThat(FOLDER).as(jar.getName()).containsAll(needed.get());
            }
        }
        assertThat(programs)
                .as("programs on the class path; run this test with mvn verify, which packages them first")
                .isGreaterThanOrEqualTo(11);
    }

    /** What our own programs name; other people's jars may name what nobody has. */
    private static Optional<List<String>> neededBy(File file) throws IOException {
        try (var jar = new JarFile(file)) {
            var attributes = jar.getManifest() == null
                    ? new Attributes()
                    : jar.getManifest().getMainAttributes();
            var main = attributes.getValue(Attributes.Name.MAIN_CLASS);
            return main == null || !main.startsWith("com.ovhi.")
                    ? Optional.empty()
                    : Optional.of(List.of(
                            attributes.getValue(Attributes.Name.CLASS_PATH).split(" ")));
        }
    }
}
