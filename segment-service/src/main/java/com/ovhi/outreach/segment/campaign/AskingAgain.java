package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.segment.campaign.Recipients.Recipient;
import com.ovhi.outreach.segment.population.Person;
import com.ovhi.outreach.segment.population.Population;
import java.util.ArrayList;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Asks again for what a pause has called off, as far as it is still of use, by the version each patient is on now. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class AskingAgain {

    private final Enrolments enrolments;
    private final Executions executions;
    private final Versions versions;
    private final Recipients recipients;
    private final Population population;
    private final StepRequests requests;
    private final Outbox outbox;

    AskingAgain(
            Enrolments enrolments,
            Executions executions,
            Versions versions,
            Recipients recipients,
            Population population,
            StepRequests requests,
            Outbox outbox) {
        this.enrolments = enrolments;
        this.executions = executions;
        this.versions = versions;
        this.recipients = recipients;
        this.population = population;
        this.requests = requests;
        this.outbox = outbox;
    }

    /** Returns how many were looked at. */
    int next(Turn turn, int room) {
        if (turn.run().round() == 0 || room <= 0) {
            return 0;
        }
        var calledOff = executions.calledOff(turn.campaignId(), turn.run().round(), room);
        var known = recipients.of(
                turn, calledOff.stream().map(Execution::patientId).toList());
        var chunk = new Chunk(turn);
        calledOff.forEach(each -> {
            var recipient = known.get(each.patientId());
            if (recipient == null) {
                executions.ended(each, StepJudge.GONE, turn.now());
            } else {
                chunk.take(each, recipient);
            }
        });
        executions.askedAgain(chunk.again, turn.now());
        outbox.publishAll(Topics.REQUEST, chunk.asked);
        return calledOff.size();
    }

    private final class Chunk {

        private final Turn turn;
        private final Courses courses;
        private final StepJudge judge;
        private final ArrayList<Execution> again = new ArrayList<>();
        private final ArrayList<Keyed> asked = new ArrayList<>();

        Chunk(Turn turn) {
            this.turn = turn;
            courses = new Courses(versions, turn);
            judge = new StepJudge(
                    turn.times(),
                    turn.stopped(),
                    patient -> population.find(patient).map(Person::facts),
                    turn.now());
        }

        void take(Execution called, Recipient recipient) {
            var course = courses.of(called.version());
            var obsolete = judge.obsolete(called, course, recipient, () -> enrolments
                    .find(called.campaignId(), called.patientId())
                    .orElseThrow());
            if (obsolete.isPresent()) {
                executions.ended(called, obsolete.get(), turn.now());
                return;
            }
            var execution = called.in(turn.run().round());
            var purpose = course.steps().get(execution.step() - 1).purpose();
            again.add(execution);
            asked.add(requests.keyed(turn, execution, purpose, judge.again(execution, course, recipient)));
        }
    }
}
