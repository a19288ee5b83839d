package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of {@link VectorDots}: in methods {@code tile} rows {@code x} columns, which add to the
 * sums of so many inner products. Each method holds its sums in local variables, which C2 keeps in
 * registers. Two rows by four columns and four by two, which fit 16 registers, write a sum in each
 * step: C2 does not read ahead of that, which would take more registers than there are.
 */
final class VectorDotTiles {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;

  private VectorDotTiles() {}

  static void tile4x5(
      int length,
      float[] a,
      int a0,
      int aRow,
      float[] b,
      int b0,
      int b1,
      int b2,
      int b3,
      int b4,
      float[] sums,
      int at,
      int row) {
    int a1 = a0 + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int at1 = at + row;
    int at2 = at1 + row;
    int at3 = at2 + row;
    FloatVector c00 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector c01 = FloatVector.fromArray(SPECIES, sums, at + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
    FloatVector c04 = FloatVector.fromArray(SPECIES, sums, at + 4 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, sums, at1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, sums, at1 + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, sums, at1 + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, sums, at1 + 3 * LANES);
    FloatVector c14 = FloatVector.fromArray(SPECIES, sums, at1 + 4 * LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, sums, at2);
    FloatVector c21 = FloatVector.fromArray(SPECIES, sums, at2 + LANES);
    FloatVector c22 = FloatVector.fromArray(SPECIES, sums, at2 + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(SPECIES, sums, at2 + 3 * LANES);
    FloatVector c24 = FloatVector.fromArray(SPECIES, sums, at2 + 4 * LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, sums, at3);
    FloatVector c31 = FloatVector.fromArray(SPECIES, sums, at3 + LANES);
    FloatVector c32 = FloatVector.fromArray(SPECIES, sums, at3 + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(SPECIES, sums, at3 + 3 * LANES);
    FloatVector c34 = FloatVector.fromArray(SPECIES, sums, at3 + 4 * LANES);
    for (int l = 0; l < length; l += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, a, a0 + l);
      FloatVector x1 = FloatVector.fromArray(SPECIES, a, a1 + l);
      FloatVector x2 = FloatVector.fromArray(SPECIES, a, a2 + l);
      FloatVector x3 = FloatVector.fromArray(SPECIES, a, a3 + l);
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + l);
      c00 = x0.fma(y0, c00);
      c10 = x1.fma(y0, c10);
      c20 = x2.fma(y0, c20);
      c30 = x3.fma(y0, c30);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, b1 + l);
      c01 = x0.fma(y1, c01);
      c11 = x1.fma(y1, c11);
      c21 = x2.fma(y1, c21);
      c31 = x3.fma(y1, c31);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, b2 + l);
      c02 = x0.fma(y2, c02);
      c12 = x1.fma(y2, c12);
      c22 = x2.fma(y2, c22);
      c32 = x3.fma(y2, c32);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, b3 + l);
      c03 = x0.fma(y3, c03);
      c13 = x1.fma(y3, c13);
      c23 = x2.fma(y3, c23);
      c33 = x3.fma(y3, c33);
      FloatVector y4 = FloatVector.fromArray(SPECIES, b, b4 + l);
      c04 = x0.fma(y4, c04);
      c14 = x1.fma(y4, c14);
      c24 = x2.fma(y4, c24);
      c34 = x3.fma(y4, c34);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + LANES);
    c02.intoArray(sums, at + 2 * LANES);
    c03.intoArray(sums, at + 3 * LANES);
    c04.intoArray(sums, at + 4 * LANES);
    c10.intoArray(sums, at1);
    c11.intoArray(sums, at1 + LANES);
    c12.intoArray(sums, at1 + 2 * LANES);
    c13.intoArray(sums, at1 + 3 * LANES);
    c14.intoArray(sums, at1 + 4 * LANES);
    c20.intoArray(sums, at2);
    c21.intoArray(sums, at2 + LANES);
    c22.intoArray(sums, at2 + 2 * LANES);
    c23.intoArray(sums, at2 + 3 * LANES);
    c24.intoArray(sums, at2 + 4 * LANES);
    c30.intoArray(sums, at3);
    c31.intoArray(sums, at3 + LANES);
    c32.intoArray(sums, at3 + 2 * LANES);
    c33.intoArray(sums, at3 + 3 * LANES);
    c34.intoArray(sums, at3 + 4 * LANES);
  }

  static void tile2x5(
      int length,
      float[] a,
      int a0,
      int aRow,
      float[] b,
      int b0,
      int b1,
      int b2,
      int b3,
      int b4,
      float[] sums,
      int at,
      int row) {
    int a1 = a0 + aRow;
    int at1 = at + row;
    FloatVector c00 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector c01 = FloatVector.fromArray(SPECIES, sums, at + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
    FloatVector c04 = FloatVector.fromArray(SPECIES, sums, at + 4 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, sums, at1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, sums, at1 + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, sums, at1 + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, sums, at1 + 3 * LANES);
    FloatVector c14 = FloatVector.fromArray(SPECIES, sums, at1 + 4 * LANES);
    for (int l = 0; l < length; l += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, a, a0 + l);
      FloatVector x1 = FloatVector.fromArray(SPECIES, a, a1 + l);
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + l);
      c00 = x0.fma(y0, c00);
      c10 = x1.fma(y0, c10);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, b1 + l);
      c01 = x0.fma(y1, c01);
      c11 = x1.fma(y1, c11);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, b2 + l);
      c02 = x0.fma(y2, c02);
      c12 = x1.fma(y2, c12);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, b3 + l);
      c03 = x0.fma(y3, c03);
      c13 = x1.fma(y3, c13);
      FloatVector y4 = FloatVector.fromArray(SPECIES, b, b4 + l);
      c04 = x0.fma(y4, c04);
      c14 = x1.fma(y4, c14);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + LANES);
    c02.intoArray(sums, at + 2 * LANES);
    c03.intoArray(sums, at + 3 * LANES);
    c04.intoArray(sums, at + 4 * LANES);
    c10.intoArray(sums, at1);
    c11.intoArray(sums, at1 + LANES);
    c12.intoArray(sums, at1 + 2 * LANES);
    c13.intoArray(sums, at1 + 3 * LANES);
    c14.intoArray(sums, at1 + 4 * LANES);
  }

  static void tile2x4(
      int length,
      float[] a,
      int a0,
      int aRow,
      float[] b,
      int b0,
      int b1,
      int b2,
      int b3,
      float[] sums,
      int at,
      int row) {
    int a1 = a0 + aRow;
    int at1 = at + row;
    FloatVector c00 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector c01 = FloatVector.fromArray(SPECIES, sums, at + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, sums, at1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, sums, at1 + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, sums, at1 + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, sums, at1 + 3 * LANES);
    for (int l = 0; l < length; l += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, a, a0 + l);
      FloatVector x1 = FloatVector.fromArray(SPECIES, a, a1 + l);
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + l);
      c00 = x0.fma(y0, c00);
      c00.intoArray(sums, at);
      c10 = x1.fma(y0, c10);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, b1 + l);
      c01 = x0.fma(y1, c01);
      c11 = x1.fma(y1, c11);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, b2 + l);
      c02 = x0.fma(y2, c02);
      c12 = x1.fma(y2, c12);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, b3 + l);
      c03 = x0.fma(y3, c03);
      c13 = x1.fma(y3, c13);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + LANES);
    c02.intoArray(sums, at + 2 * LANES);
    c03.intoArray(sums, at + 3 * LANES);
    c10.intoArray(sums, at1);
    c11.intoArray(sums, at1 + LANES);
    c12.intoArray(sums, at1 + 2 * LANES);
    c13.intoArray(sums, at1 + 3 * LANES);
  }

  static void tile2x1(
      int length, float[] a, int a0, int aRow, float[] b, int b0, float[] sums, int at, int row) {
    int a1 = a0 + aRow;
    int at1 = at + row;
    FloatVector c00 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector c10 = FloatVector.fromArray(SPECIES, sums, at1);
    for (int l = 0; l < length; l += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + l);
      c00 = FloatVector.fromArray(SPECIES, a, a0 + l).fma(y0, c00);
      c10 = FloatVector.fromArray(SPECIES, a, a1 + l).fma(y0, c10);
    }
    c00.intoArray(sums, at);
    c10.intoArray(sums, at1);
  }

  static void tile4x4(
      int length,
      float[] a,
      int a0,
      int aRow,
      float[] b,
      int b0,
      int b1,
      int b2,
      int b3,
      float[] sums,
      int at,
      int row) {
    int a1 = a0 + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int at1 = at + row;
    int at2 = at1 + row;
    int at3 = at2 + row;
    FloatVector c00 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector c01 = FloatVector.fromArray(SPECIES, sums, at + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, sums, at1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, sums, at1 + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, sums, at1 + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, sums, at1 + 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, sums, at2);
    FloatVector c21 = FloatVector.fromArray(SPECIES, sums, at2 + LANES);
    FloatVector c22 = FloatVector.fromArray(SPECIES, sums, at2 + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(SPECIES, sums, at2 + 3 * LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, sums, at3);
    FloatVector c31 = FloatVector.fromArray(SPECIES, sums, at3 + LANES);
    FloatVector c32 = FloatVector.fromArray(SPECIES, sums, at3 + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(SPECIES, sums, at3 + 3 * LANES);
    for (int l = 0; l < length; l += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, a, a0 + l);
      FloatVector x1 = FloatVector.fromArray(SPECIES, a, a1 + l);
      FloatVector x2 = FloatVector.fromArray(SPECIES, a, a2 + l);
      FloatVector x3 = FloatVector.fromArray(SPECIES, a, a3 + l);
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + l);
      c00 = x0.fma(y0, c00);
      c10 = x1.fma(y0, c10);
      c20 = x2.fma(y0, c20);
      c30 = x3.fma(y0, c30);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, b1 + l);
      c01 = x0.fma(y1, c01);
      c11 = x1.fma(y1, c11);
      c21 = x2.fma(y1, c21);
      c31 = x3.fma(y1, c31);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, b2 + l);
      c02 = x0.fma(y2, c02);
      c12 = x1.fma(y2, c12);
      c22 = x2.fma(y2, c22);
      c32 = x3.fma(y2, c32);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, b3 + l);
      c03 = x0.fma(y3, c03);
      c13 = x1.fma(y3, c13);
      c23 = x2.fma(y3, c23);
      c33 = x3.fma(y3, c33);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + LANES);
    c02.intoArray(sums, at + 2 * LANES);
    c03.intoArray(sums, at + 3 * LANES);
    c10.intoArray(sums, at1);
    c11.intoArray(sums, at1 + LANES);
    c12.intoArray(sums, at1 + 2 * LANES);
    c13.intoArray(sums, at1 + 3 * LANES);
    c20.intoArray(sums, at2);
    c21.intoArray(sums, at2 + LANES);
    c22.intoArray(sums, at2 + 2 * LANES);
    c23.intoArray(sums, at2 + 3 * LANES);
    c30.intoArray(sums, at3);
    c31.intoArray(sums, at3 + LANES);
    c32.intoArray(sums, at3 + 2 * LANES);
    c33.intoArray(sums, at3 + 3 * LANES);
  }

  static void tile1x4(
      int length,
      float[] a,
      int a0,
      float[] b,
      int b0,
      int b1,
      int b2,
      int b3,
      float[] sums,
      int at) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector c01 = FloatVector.fromArray(SPECIES, sums, at + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
    for (int l = 0; l < length; l += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, a, a0 + l);
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + l);
      c00 = x0.fma(y0, c00);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, b1 + l);
      c01 = x0.fma(y1, c01);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, b2 + l);
      c02 = x0.fma(y2, c02);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, b3 + l);
      c03 = x0.fma(y3, c03);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + LANES);
    c02.intoArray(sums, at + 2 * LANES);
    c03.intoArray(sums, at + 3 * LANES);
  }

  static void tile1x8(
      int length,
      float[] a,
      int a0,
      float[] b,
      int bAt,
      int[] bColumns,
      int column,
      float[] sums,
      int at) {
    int b0 = bAt + bColumns[column];
    int b1 = bAt + bColumns[column + 1];
    int b2 = bAt + bColumns[column + 2];
    int b3 = bAt + bColumns[column + 3];
    int b4 = bAt + bColumns[column + 4];
    int b5 = bAt + bColumns[column + 5];
    int b6 = bAt + bColumns[column + 6];
    int b7 = bAt + bColumns[column + 7];
    FloatVector c0 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector c1 = FloatVector.fromArray(SPECIES, sums, at + LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
    FloatVector c4 = FloatVector.fromArray(SPECIES, sums, at + 4 * LANES);
    FloatVector c5 = FloatVector.fromArray(SPECIES, sums, at + 5 * LANES);
    FloatVector c6 = FloatVector.fromArray(SPECIES, sums, at + 6 * LANES);
    FloatVector c7 = FloatVector.fromArray(SPECIES, sums, at + 7 * LANES);
    for (int l = 0; l < length; l += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, a0 + l);
      c0 = x.fma(FloatVector.fromArray(SPECIES, b, b0 + l), c0);
      c1 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + l), c1);
      c2 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + l), c2);
      c3 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + l), c3);
      c4 = x.fma(FloatVector.fromArray(SPECIES, b, b4 + l), c4);
      c5 = x.fma(FloatVector.fromArray(SPECIES, b, b5 + l), c5);
      c6 = x.fma(FloatVector.fromArray(SPECIES, b, b6 + l), c6);
      c7 = x.fma(FloatVector.fromArray(SPECIES, b, b7 + l), c7);
    }
    c0.intoArray(sums, at);
    c1.intoArray(sums, at + LANES);
    c2.intoArray(sums, at + 2 * LANES);
    c3.intoArray(sums, at + 3 * LANES);
    c4.intoArray(sums, at + 4 * LANES);
    c5.intoArray(sums, at + 5 * LANES);
    c6.intoArray(sums, at + 6 * LANES);
    c7.intoArray(sums, at + 7 * LANES);
  }

  static void tile4x2(
      int length,
      float[] a,
      int a0,
      int aRow,
      float[] b,
      int b0,
      int b1,
      float[] sums,
      int at,
      int row) {
    int a1 = a0 + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int at1 = at + row;
    int at2 = at1 + row;
    int at3 = at2 + row;
    FloatVector c00 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector c01 = FloatVector.fromArray(SPECIES, sums, at + LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, sums, at1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, sums, at1 + LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, sums, at2);
    FloatVector c21 = FloatVector.fromArray(SPECIES, sums, at2 + LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, sums, at3);
    FloatVector c31 = FloatVector.fromArray(SPECIES, sums, at3 + LANES);
    for (int l = 0; l < length; l += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + l);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, b1 + l);
      FloatVector x0 = FloatVector.fromArray(SPECIES, a, a0 + l);
      c00 = x0.fma(y0, c00);
      c00.intoArray(sums, at);
      c01 = x0.fma(y1, c01);
      FloatVector x1 = FloatVector.fromArray(SPECIES, a, a1 + l);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      FloatVector x2 = FloatVector.fromArray(SPECIES, a, a2 + l);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      FloatVector x3 = FloatVector.fromArray(SPECIES, a, a3 + l);
      c30 = x3.fma(y0, c30);
      c31 = x3.fma(y1, c31);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + LANES);
    c10.intoArray(sums, at1);
    c11.intoArray(sums, at1 + LANES);
    c20.intoArray(sums, at2);
    c21.intoArray(sums, at2 + LANES);
    c30.intoArray(sums, at3);
    c31.intoArray(sums, at3 + LANES);
  }

  static void tile4x1(
      int length, float[] a, int a0, int aRow, float[] b, int b0, float[] sums, int at, int row) {
    int a1 = a0 + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int at1 = at + row;
    int at2 = at1 + row;
    int at3 = at2 + row;
    FloatVector c00 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector c10 = FloatVector.fromArray(SPECIES, sums, at1);
    FloatVector c20 = FloatVector.fromArray(SPECIES, sums, at2);
    FloatVector c30 = FloatVector.fromArray(SPECIES, sums, at3);
    for (int l = 0; l < length; l += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, a, a0 + l);
      FloatVector x1 = FloatVector.fromArray(SPECIES, a, a1 + l);
      FloatVector x2 = FloatVector.fromArray(SPECIES, a, a2 + l);
      FloatVector x3 = FloatVector.fromArray(SPECIES, a, a3 + l);
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + l);
      c00 = x0.fma(y0, c00);
      c10 = x1.fma(y0, c10);
      c20 = x2.fma(y0, c20);
      c30 = x3.fma(y0, c30);
    }
    c00.intoArray(sums, at);
    c10.intoArray(sums, at1);
    c20.intoArray(sums, at2);
    c30.intoArray(sums, at3);
  }

  static void tile1x1(int length, float[] a, int a0, float[] b, int b0, float[] sums, int at) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, sums, at);
    for (int l = 0; l < length; l += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, a, a0 + l);
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + l);
      c00 = x0.fma(y0, c00);
    }
    c00.intoArray(sums, at);
  }
}
