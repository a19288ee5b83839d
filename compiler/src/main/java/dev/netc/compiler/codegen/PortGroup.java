package dev.netc.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.TensorType;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/**
 * Writes the methods that take the tensors of some ports: as {@code Tensor}s, as arrays with
 * offsets, and as buffers. Each checks what it is given, takes it, and goes on as told.
 */
final class PortGroup {
  /**
   * A tensor to take.
   *
   * @param intake how it is taken, empty if nothing reads it
   * @param kind what messages call it: {@code input}
   */
  record Entry(Network.Port port, Optional<Intake> intake, String kind) {}

  private final List<Entry> entries;
  private final SortedSet<String> bound;
  private final SortedSet<String> free;
  // Names that the methods use for other things.
  private final JavaNames scope =
      JavaNames.without("outputs", "stage", "metrics", "NEW", "FORWARD", "LOSS", "BACKWARD");
  private final List<String> names = new ArrayList<>();

  /**
   * @param known the sizes that fields hold already; all others are found from the tensors
   */
  PortGroup(List<Entry> entries, Set<String> known) {
    this.entries = List.copyOf(entries);
    this.bound = new TreeSet<>(known);
    this.free = new TreeSet<>();
    for (Entry entry : entries) {
      entry.port().type().shape().dims().forEach(dim -> free.addAll(dim.freeNames()));
    }
    free.removeAll(bound);
    free.forEach(name -> scope.allocate(JavaNames.size(name)));
    bound.forEach(name -> scope.allocate(JavaNames.size(name)));
    entries.forEach(entry -> names.add(scope.allocate(JavaNames.variable(entry.port().name()))));
  }

  /** What the methods do before and after they take the tensors. */
  record Around(CodeBlock before, CodeBlock resize, CodeBlock after, TypeName returns) {}

  /** Adds all the methods under one name. */
  void addTo(TypeSpec.Builder type, String method, String doc, Around around) {
    type.addMethod(tensors(start(method, doc, around), around));
    type.addMethod(
        arrays(
            start(method, doc + "\n\n<p>Each array is read from its offset on.", around), around));
    if (entries.size() == 1 && quantum().isPresent()) {
      type.addMethod(
          wholeArray(start(method, doc + "\n\n<p>The array is read whole.", around), around));
    }
    if (entries.stream().noneMatch(entry -> element(entry) == ElementType.BOOL)) {
      type.addMethod(
          buffers(
              start(
                  method,
                  doc + "\n\n<p>Buffers are read from their positions on, which stay.",
                  around),
              around));
    }
  }

  private static MethodSpec.Builder start(String method, String doc, Around around) {
    return MethodSpec.methodBuilder(method)
        .addJavadoc("$L", doc)
        .addModifiers(Modifier.PUBLIC)
        .returns(around.returns())
        .addCode(around.before());
  }

  private static ElementType element(Entry entry) {
    return entry.port().type().element();
  }

  // Tensors.

  private MethodSpec tensors(MethodSpec.Builder method, Around around) {
    Map<String, String> sizes = new HashMap<>();
    bound.forEach(name -> sizes.put(name, JavaNames.size(name)));
    for (int i = 0; i < entries.size(); i++) {
      method.addParameter(RuntimeTypes.TENSOR, names.get(i));
    }
    for (int i = 0; i < entries.size(); i++) {
      check(method, entries.get(i), names.get(i), sizes);
    }
    method.addCode(around.resize());
    for (int i = 0; i < entries.size(); i++) {
      String name = names.get(i);
      ElementType type = element(entries.get(i));
      entries.get(i).intake().ifPresent(intake -> method.addCode(intake.tensor(name, type)));
    }
    return method.addCode(around.after()).build();
  }

  private void check(
      MethodSpec.Builder method, Entry entry, String name, Map<String, String> sizes) {
    TensorType type = entry.port().type();
    List<String> wrong = new ArrayList<>();
    wrong.add(name + ".rank() != " + type.rank());
    for (int axis = 0; axis < type.rank(); axis++) {
      Dim dim = type.dim(axis);
      String size = name + ".size(" + axis + ")";
      Optional<String> found = unknown(dim, sizes);
      if (found.isPresent()) {
        String variable = JavaNames.size(found.get());
        sizes.put(found.get(), variable);
        method.addStatement(
            "int $L = $L.rank() == $L ? $L : 0",
            variable,
            name,
            type.rank(),
            solved(dim, found.get(), size));
        wrong.add(variable + " < 1");
      }
      if (found.isEmpty() || !dim.equals(Dim.free(found.get()))) {
        wrong.add(size + " != " + dim.toJava(JavaNames::size));
      }
    }
    method.beginControlFlow(
        "if ($L.type() != $T.$L || $L)",
        name,
        RuntimeTypes.ELEMENT_TYPE,
        type.element().name(),
        String.join(" || ", wrong));
    method.addStatement(
        "throw mismatch($S, $L)",
        entry.kind() + " " + entry.port().name() + ": expected " + type,
        name);
    method.endControlFlow();
  }

  /** The name of a size in this dim that is not yet known. */
  private static Optional<String> unknown(Dim dim, Map<String, String> sizes) {
    return dim.freeNames().stream().filter(name -> !sizes.containsKey(name)).findFirst();
  }

  /** The name's value, rounded, where the dim has the given size: {@code (size - 1) / 16}. */
  private static String solved(Dim dim, String name, String size) {
    long factor = dim.factorOf(name).orElseThrow();
    Dim rest = dim.minus(Dim.free(name).times(factor));
    String grown = rest.is(0) ? size : "(" + size + " - (" + rest.toJava(JavaNames::size) + "))";
    return factor == 1 ? grown : grown + " / " + factor;
  }

  // Arrays.

  private MethodSpec arrays(MethodSpec.Builder method, Around around) {
    JavaNames inner = scope.inner();
    List<String> offsets = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      offsets.add(inner.allocate(names.get(i) + "Offset"));
      method.addParameter(RuntimeTypes.array(element(entries.get(i))), names.get(i));
      method.addParameter(TypeName.INT, offsets.get(i));
    }
    addSizes(method);
    for (int i = 0; i < entries.size(); i++) {
      checkRange(method, i, names.get(i) + ".length", offsets.get(i));
    }
    method.addCode(around.resize());
    for (int i = 0; i < entries.size(); i++) {
      takeArray(method, i, offsets.get(i));
    }
    return method.addCode(around.after()).build();
  }

  private void addSizes(MethodSpec.Builder method) {
    for (String name : free) {
      method.addParameter(TypeName.INT, JavaNames.size(name));
    }
    for (String name : free) {
      method.addStatement("checkSize($S, $L)", name, JavaNames.size(name));
    }
  }

  private void checkRange(MethodSpec.Builder method, int entry, String length, String offset) {
    Entry port = entries.get(entry);
    method.addStatement(
        "checkRange($S, $L, $L, $L)",
        port.kind() + " " + port.port().name() + ": " + port.port().type(),
        length,
        offset,
        port.port().type().shape().elements().toJava(name -> "(long) " + JavaNames.size(name)));
  }

  private void takeArray(MethodSpec.Builder method, int entry, String offset) {
    String name = names.get(entry);
    entries
        .get(entry)
        .intake()
        .ifPresent(intake -> method.addCode(intake.array(name, offset, elements(entry))));
  }

  private String longElements(int entry) {
    return entries.get(entry).port().type().shape().elements().toJavaLong(JavaNames::size);
  }

  private String elements(int entry) {
    return entries.get(entry).port().type().shape().elements().toJava(JavaNames::size);
  }

  /**
   * The elements for each unit of the one size to be found, if there are so many; one if none is to
   * be found.
   */
  private Optional<Dim> quantum() {
    if (free.isEmpty()) {
      return Optional.of(Dim.ONE);
    }
    return entries
        .get(0)
        .port()
        .type()
        .shape()
        .elements()
        .dividedExactlyBy(Dim.free(free.first()))
        .filter(Dim::isConstant);
  }

  private MethodSpec wholeArray(MethodSpec.Builder method, Around around) {
    String name = names.get(0);
    method.addParameter(RuntimeTypes.array(element(entries.get(0))), name);
    if (!free.isEmpty()) {
      method.addStatement(
          "int $L = $L.length / $L",
          JavaNames.size(free.first()),
          name,
          quantum().orElseThrow().constant());
      method.addStatement("checkSize($S, $L)", free.first(), JavaNames.size(free.first()));
    }
    Entry port = entries.get(0);
    method.addStatement(
        "checkLength($S, $L.length, $L)",
        port.kind() + " " + port.port().name() + ": " + port.port().type(),
        name,
        elements(0));
    method.addCode(around.resize());
    takeArray(method, 0, "0");
    return method.addCode(around.after()).build();
  }

  // Buffers.

  private MethodSpec buffers(MethodSpec.Builder method, Around around) {
    for (int i = 0; i < entries.size(); i++) {
      method.addParameter(buffer(element(entries.get(i))), names.get(i));
    }
    addSizes(method);
    for (int i = 0; i < entries.size(); i++) {
      checkRange(method, i, names.get(i) + ".limit()", names.get(i) + ".position()");
    }
    method.addCode(around.resize());
    for (int i = 0; i < entries.size(); i++) {
      String name = names.get(i);
      String elements = elements(i);
      String longElements = longElements(i);
      entries
          .get(i)
          .intake()
          .ifPresent(intake -> method.addCode(intake.buffer(name, elements, longElements)));
    }
    return method.addCode(around.after()).build();
  }

  private static ClassName buffer(ElementType type) {
    return switch (type) {
      case FLOAT -> ClassName.get(FloatBuffer.class);
      case DOUBLE -> ClassName.get(DoubleBuffer.class);
      case INT -> ClassName.get(IntBuffer.class);
      case BOOL -> throw new IllegalArgumentException("there are no buffers of bool");
    };
  }
}
