package com.ovhi.outreach.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A consumer that is to give way is named by its group: a name that no binding has would say nothing. */
class UnhurriedGroupsTests {

    private static final Pattern GROUP = Pattern.compile("\\bgroup: ([a-z.-]+)");
    private static final Pattern UNHURRIED = Pattern.compile("unhurried\\.groups: \\[([^\\]]+)]");

    @ParameterizedTest
    @MethodSource
    void areThoseOfBindings(String service) throws IOException {
        var settings =
                Files.readString(Path.of("..", "..", service, "src/main/resources", service + ".yml"));
        var groups = GROUP.matcher(settings).results().map(UnhurriedGroupsTests::first).collect(Collectors.toSet());

        var unhurried = UNHURRIED.matcher(settings)
                .results()
                .map(UnhurriedGroupsTests::first)
                .flatMap(list -> Stream.of(list.split(", ")))
                .collect(Collectors.toSet());

        assertThat(groups).containsAll(unhurried);
        assertThat(unhurried).isNotEqualTo(Set.of());
    }

    static Stream<String> areThoseOfBindings() {
        return Stream.of(
                "orchestrator-service",
                "preference-service",
                "scheduler-service",
                "segment-service",
                "channel-workers",
                "reply-parser-service",
                "analytics-service",
                "ml-optimizer-service");
    }

    private static String first(MatchResult match) {
        return match.group(1);
    }
}
