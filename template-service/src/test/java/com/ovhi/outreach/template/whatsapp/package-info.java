/** Tests. */
@NullMarked
package com.ovhi.outreach.template.whatsapp;

import org.jspecify.annotations.NullMarked;
