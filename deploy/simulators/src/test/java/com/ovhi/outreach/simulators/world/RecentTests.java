package com.ovhi.outreach.simulators.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTests {

    @Test
    void forgetsTheOldestFirst() {
        var recent = new Recent<String>(2);

        recent.put(1, "one");
        recent.put(2, "two");
        assertThat(recent.get(1)).isEqualTo("one");
        recent.put(3, "three");

        assertThat(recent.get(1)).isNull();
        assertThat(recent.get(2)).isEqualTo("two");
        assertThat(recent.get(3)).isEqualTo("three");
    }
}
