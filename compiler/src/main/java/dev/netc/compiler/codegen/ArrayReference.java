package dev.netc.compiler.codegen;

import java.util.OptionalLong;

/**
 * Where a value lies in a generated object.
 *
 * @param field the array's field
 * @param offset the first element, if the value is a part of an array that others share
 */
record ArrayReference(String field, OptionalLong offset) {
  static ArrayReference whole(String field) {
    return new ArrayReference(field, OptionalLong.empty());
  }

  static ArrayReference part(String field, long offset) {
    return new ArrayReference(field, OptionalLong.of(offset));
  }

  long start() {
    return offset.orElse(0);
  }
}
