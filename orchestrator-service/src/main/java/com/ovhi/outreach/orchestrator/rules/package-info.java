/** The rules that judge a message before it becomes a job: small, pure, each with its reason. */
@NullMarked
package com.ovhi.outreach.orchestrator.rules;

import org.jspecify.annotations.NullMarked;
