package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.Answers;
import com.ovhi.outreach.common.contract.api.Answers.Answer;
import com.ovhi.outreach.common.contract.api.Questions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks many questions in few calls. */
final class AskedTogether {

    private AskedTogether() {}

    /**
     * The answers by question.
     *
     * @param reading what an answer means; null when that can only be told from a call of its own, so that it is left out
     * @throws IllegalStateException when the other service answers another number of questions
     */
    static <Q, A, R> Map<Q, R> of(
            Collection<Q> questions,
            Function<Questions<Q>, Answers<A>> call,
            Function<Answer<A>, @Nullable R> reading) {
        var asked = new ArrayList<>(questions);
        var read = new HashMap<Q, R>();
        for (var from = 0; from < asked.size(); from += Questions.MOST) {
            var some = asked.subList(from, Math.min(asked.size(), from + Questions.MOST));
            var answers = call.apply(new Questions<>(some)).answers();
            if (answers.size() != some.size()) {
                throw new IllegalStateException("Not as many answers as questions");
            }
            for (var i = 0; i < some.size(); i++) {
                var result = reading.apply(answers.get(i));
                if (result != null) {
                    read.put(some.get(i), result);
                }
            }
        }
        return read;
    }
}
