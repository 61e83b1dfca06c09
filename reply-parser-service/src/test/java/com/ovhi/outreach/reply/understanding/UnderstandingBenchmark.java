package com.ovhi.outreach.reply.understanding;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many replies of the corpus, all languages mixed, one thread reads in a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class UnderstandingBenchmark {

    /** Has no divisor in common with the size of the corpus, so that languages follow one another. */
    private static final int STEP = 1_009;

    private final Understanding understanding = Understanding.ofWordLists();
    private final ReplyCorpus.Reply[] replies = ReplyCorpus.load().replies().toArray(ReplyCorpus.Reply[]::new);
    private int next;

    /** The next reply of the corpus. */
    @Benchmark
    public Understood reply() {
        next = (next + STEP) % replies.length;
        return replies[next].understood(understanding);
    }
}
