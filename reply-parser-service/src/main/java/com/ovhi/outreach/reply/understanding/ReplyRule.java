package com.ovhi.outreach.reply.understanding;

import java.util.Optional;

/** One way to recognise a reply; empty when it is not this rule's business. */
@FunctionalInterface
interface ReplyRule {

    Optional<Understood> judge(Reading reading, Situation situation);
}
