package com.ovhi.outreach.channel.intent;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallJournalTests {

    private static final UUID START = UUID.fromString("5f0c8c0e-8a0e-4b0e-9d6e-1a2b3c4d5e6f");
    private static final int MANY = 5_000;

    @TempDir
    private Path directory = Path.of(".");

    private final UUID one = Ids.next();
    private final UUID another = Ids.next();
    private final UUID third = Ids.next();

    @Test
    void tellsOnceWhatADeadProcessHadNotBegun() throws IOException {
        died(dying -> {
            dying.passed(one);
            dying.passed(another);
            dying.passed(third);
            dying.begun(another);
            dying.ended(third);
        });

        assertThat(found()).containsExactly(one);
        assertThat(found()).isEmpty();
    }

    /** What did not reach the disk looks like a call that was never begun. */
    @Test
    void believesNothingOnceTheMachineHasStartedAgain() throws IOException {
        died(dying -> dying.passed(one));

        assertThat(found(UUID.randomUUID())).isEmpty();
        assertThat(found()).as("not even later").isEmpty();
    }

    @Test
    void leavesWhatALivingProcessHasAlone() throws IOException {
        var living = new CallJournal(directory, START);
        living.passed(one);
        died(dying -> dying.passed(another));

        assertThat(found()).containsExactly(another);
        living.begun(one);
        living.destroy();
        assertThat(found()).isEmpty();
    }

    @Test
    void takesOverWhatSeveralLeft() throws IOException {
        var first = new CallJournal(directory, START);
        var second = new CallJournal(directory, START);
        first.passed(one);
        second.passed(another);
        first.destroy();
        second.destroy();

        assertThat(found()).containsExactlyInAnyOrder(one, another);
    }

    @Test
    void usesItsRoomAgainAndAgainAndSaysNothingOfWhatHasNone() throws IOException {
        var ids = Stream.generate(Ids::next).limit(MANY).toList();
        died(dying -> {
            ids.forEach(dying::passed);
            ids.forEach(dying::begun);
            ids.forEach(dying::ended);
            dying.passed(one);
            dying.ended(another);
        });

        assertThat(found()).containsExactly(one);
    }

    /** A file keeps what was written when its process dies; only the lock is gone. */
    private void died(Consumer<CallJournal> life) throws IOException {
        var dying = new CallJournal(directory, START);
        life.accept(dying);
        dying.destroy();
    }

    private List<UUID> found() throws IOException {
        return found(START);
    }

    private List<UUID> found(UUID start) throws IOException {
        var next = new CallJournal(directory, start);
        try {
            return next.abandoned();
        } finally {
            next.destroy();
        }
    }
}
