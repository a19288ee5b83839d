package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import java.util.OptionalLong;

/**
 * Where a value lies in a generated object.
 *
 * @param field the array's field
 * @param offset the first element, if the value is a part of an array that others share
 * @param moved what is to be added to the offset, as Java text: a part may lie elsewhere for other
 *     sizes, and in each round of a scan
 */
record ArrayReference(String field, OptionalLong offset, String moved) {
  static ArrayReference whole(String field) {
    return new ArrayReference(field, OptionalLong.empty(), "");
  }

  static ArrayReference part(String field, long offset) {
    return new ArrayReference(field, OptionalLong.of(offset), "");
  }

  /** A part of this one that starts behind so many elements, given as Java text. */
  ArrayReference from(String elements) {
    return elements.equals("0")
        ? this
        : new ArrayReference(
            field, OptionalLong.of(start()), moved.isEmpty() ? elements : moved + " + " + elements);
  }

  /** The first element, as Java text. */
  String startCode() {
    if (moved.isEmpty()) {
      return Long.toString(start());
    }
    return start() == 0 ? moved : start() + " + " + moved;
  }

  /** Array and first element, as {@code System.arraycopy} takes them. */
  CodeBlock fieldAndStart() {
    return CodeBlock.of("$L, $L", field, startCode());
  }

  long start() {
    return offset.orElse(0);
  }
}
