package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.ir.ElementType;

/** How a program comes by the elements of a tensor that it is given. */
sealed interface Intake {
  /** The statements that take a {@code Tensor}. */
  CodeBlock tensor(String name, ElementType type);

  /** The statements that take so many elements of an array from an offset on. */
  CodeBlock array(String name, String offset, String elements);

  /**
   * The statements that take so many elements of a buffer.
   *
   * @param longElements the same number computed as a {@code long}
   */
  CodeBlock buffer(String name, String elements, String longElements);

  /** Into a field of the program. */
  record Copied(String field) implements Intake {
    @Override
    public CodeBlock tensor(String name, ElementType type) {
      return statement("$L.copyTo(this.$L, 0)", name, field);
    }

    @Override
    public CodeBlock array(String name, String offset, String elements) {
      return statement("System.arraycopy($L, $L, this.$L, 0, $L)", name, offset, field, elements);
    }

    @Override
    public CodeBlock buffer(String name, String elements, String longElements) {
      return statement("$1L.get($1L.position(), this.$2L, 0, $3L)", name, field, elements);
    }
  }

  /**
   * Read where they are, by a method that is told where.
   *
   * @param copy the field that takes what is in no array
   */
  record Borrowed(String method, String copy) implements Intake {
    @Override
    public CodeBlock tensor(String name, ElementType type) {
      return statement("$1L($2L.$3L(), $2L.offset())", method, name, storage(type));
    }

    private static String storage(ElementType type) {
      return switch (type) {
        case FLOAT -> "floatStorage";
        case DOUBLE -> "doubleStorage";
        case INT -> "intStorage";
        case BOOL -> "boolStorage";
      };
    }

    @Override
    public CodeBlock array(String name, String offset, String elements) {
      return statement("$L($L, $L)", method, name, offset);
    }

    @Override
    public CodeBlock buffer(String name, String elements, String longElements) {
      return CodeBlock.builder()
          .addStatement("this.$1L = grow(this.$1L, $2L)", copy, longElements)
          .addStatement("$1L.get($1L.position(), this.$2L, 0, $3L)", name, copy, elements)
          .addStatement("$L(this.$L, 0)", method, copy)
          .build();
    }
  }

  private static CodeBlock statement(String format, Object... arguments) {
    return CodeBlock.builder().addStatement(format, arguments).build();
  }
}
