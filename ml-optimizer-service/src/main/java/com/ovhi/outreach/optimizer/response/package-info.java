/** On which channel, and to which wording, a patient answers. */
@NullMarked
package com.ovhi.outreach.optimizer.response;

import org.jspecify.annotations.NullMarked;
