package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.orchestrator.clients.Rendering;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets several decisions ask together: whoever asks what is not known yet is broken off with {@link Unanswered}, and begins
 * again when all that was asked meanwhile has been looked up. A decision changes nothing, so beginning again does no harm,
 * and what it was told before it is told again. Not thread-safe.
 */
final class SharedSources implements Sources {

    private final Sheet<Ask, Known> circumstances;
    private final Sheet<RenderRequest, Rendering> texts;
    private final Sheet<PlanRequest, Plan> plans;
    private final Beside beside;

    /**
     * Each of the functions answers many questions; what it leaves out can only be told from a question of its own.
     *
     * @param beside where times are asked for while texts are
     */
    SharedSources(
            Function<Collection<Ask>, Map<Ask, Supplier<Known>>> circumstances,
            Function<Collection<RenderRequest>, Map<RenderRequest, Rendering>> texts,
            Function<Collection<PlanRequest>, Map<PlanRequest, Plan>> plans,
            Beside beside) {
        this.circumstances = new Sheet<>(circumstances);
        this.texts = new Sheet<>(asked -> suppliers(texts.apply(asked)));
        this.plans = new Sheet<>(asked -> suppliers(plans.apply(asked)));
        this.beside = beside;
    }

    private static <Q, A> Map<Q, Supplier<A>> suppliers(Map<Q, A> answers) {
        var suppliers = new HashMap<Q, Supplier<A>>();
        answers.forEach((question, answer) -> suppliers.put(question, () -> answer));
        return suppliers;
    }

    @Override
    public Known circumstances(Ask ask) {
        return circumstances.answer(ask);
    }

    @Override
    public Rendering text(RenderRequest request) {
        return texts.answer(request);
    }

    @Override
    public Plan plan(PlanRequest request) {
        return plans.answer(request);
    }

    @Override
    public void foresee(PlanRequest request) {
        plans.expect(request);
    }

    /** Looks everything up that was asked for since. */
    void lookUp() {
        circumstances.lookUp();
        if (texts.isComplete() || plans.isComplete()) {
            texts.lookUp();
            plans.lookUp();
        } else {
            var times = plans.lookUp(beside);
            texts.lookUp();
            times.run();
        }
    }

    /** Questions of one kind, and their answers so far. */
    private static final class Sheet<Q, A> {

        private final Function<Collection<Q>, Map<Q, Supplier<A>>> answering;
        private final Map<Q, Supplier<A>> answers = new HashMap<>();
        private final Set<Q> asked = new LinkedHashSet<>();

        Sheet(Function<Collection<Q>, Map<Q, Supplier<A>>> answering) {
            this.answering = answering;
        }

        A answer(Q question) {
            var answer = answers.get(question);
            if (answer == null) {
                asked.add(question);
                throw new Unanswered();
            }
            return answer.get();
        }

        void expect(Q question) {
            if (!answers.containsKey(question)) {
                asked.add(question);
            }
        }

        boolean isComplete() {
            return asked.isEmpty();
        }

        void lookUp() {
            if (!asked.isEmpty()) {
                var questions = taken();
                keep(questions, answering.apply(questions));
            }
        }

        /** Looks them up on another thread; the answers are here when what it returns has run. */
        Runnable lookUp(Beside beside) {
            var questions = taken();
            var found = beside.begin(() -> answering.apply(questions));
            return () -> keep(questions, found.get());
        }

        private List<Q> taken() {
            var questions = List.copyOf(asked);
            asked.clear();
            return questions;
        }

        private void keep(List<Q> questions, Map<Q, Supplier<A>> found) {
            questions.forEach(each -> answers.put(each, () -> {
                throw new BetterAlone();
            }));
            answers.putAll(found);
        }
    }

    /** Not known yet; to be tried again after {@link #lookUp}. */
    static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unanswered() {
            super("Not known yet", null, false, false);
        }
    }

    /** Can only be told by asking alone. */
    static final class BetterAlone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BetterAlone() {
            super("Better asked alone", null, false, false);
        }
    }
}
