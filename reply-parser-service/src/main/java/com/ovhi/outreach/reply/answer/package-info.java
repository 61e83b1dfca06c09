/** What is answered to what patients wrote: the policy, the texts, the orders and what became of them. */
@NullMarked
package com.ovhi.outreach.reply.answer;

import org.jspecify.annotations.NullMarked;
