/// The ASCII text for a character that Unicode decomposes (NFKD), in lower case.
///
/// The table is that of Unicode 14, for characters whose result is not empty. `e9:e` is one character.
/// `ff41+26:a` are 26 consecutive characters for `a` and the letters after it. `e0=6:a` are six characters
/// that all become `a`. `_` is a blank. All others, such as `日` and the accents themselves, become nothing.
/// Tests/SQLSpec compares the table with Python's, character by character.
enum ASCIIFolding {
  /// The text for a character; empty if it becomes nothing.
  static func text(of scalar: Unicode.Scalar) -> Substring { table[scalar.value] ?? "" }

  private static let table: [UInt32: Substring] = {
    var table: [UInt32: Substring] = [:]
    for entry in entries.split(whereSeparator: \.isWhitespace) {
      let parts = entry.split(separator: ":")
      let numbers = parts[0].split { $0 == "+" || $0 == "=" }
      guard parts.count == 2, let first = UInt32(numbers[0], radix: 16) else { continue }
      let isRow = parts[0].contains("+")
      for step in 0..<(numbers.count > 1 ? UInt32(numbers[1]) ?? 1 : 1) {
        table[first + step] = isRow ? advanced(parts[1], by: step) : parts[1]
      }
    }
    return table
  }()

  /// The letter or digit that is a number of places after another.
  private static func advanced(_ text: Substring, by step: UInt32) -> Substring {
    guard let scalar = text.unicodeScalars.first, let other = Unicode.Scalar(scalar.value + step) else {
      return text
    }
    return Substring(String(other))
  }

  private static let entries = """
    a0:_ a8:_ aa:a af:_ b2+2:2 b4:_ b8:_ b9:1 ba:o bc:14 bd:12 be:34 c0=6:a c7:c c8=4:e cc=4:i d1+2:n d3=4:o
    d9=4:u dd:y e0=6:a e7:c e8=4:e ec=4:i f1+2:n f3=4:o f9=4:u fd:y ff:y 100=6:a 106=8:c 10e=2:d 112=10:e
    11c=8:g 124=2:h 128=9:i 132=2:ij 134=2:j 136=2:k 139=8:l 143=7:n 14c=6:o 154=6:r 15a=8:s 162=4:t 168=12:u
    174=2:w 176=3:y 179=6:z 17f:s 1a0=2:o 1af=2:u 1c4=3:dz 1c7=3:lj 1ca=3:nj 1cd=2:a 1cf=2:i 1d1=2:o 1d3=10:u
    1de=4:a 1e6=2:g 1e8=2:k 1ea=4:o 1f0:j 1f1=3:dz 1f4=2:g 1f8=2:n 1fa=2:a 200=4:a 204=4:e 208=4:i 20c=4:o
    210=4:r 214=4:u 218=2:s 21a=2:t 21e=2:h 226=2:a 228=2:e 22a=8:o 232=2:y 2b0:h 2b2:j 2b3:r 2b7:w 2b8:y
    2d8=6:_ 2e1:l 2e2:s 2e3:x 37a:_ 37e:_ 384=2:_ 1d2c:a 1d2e:b 1d30+2:d 1d33+8:g 1d3c:o 1d3e:p 1d3f:r
    1d40+2:t 1d42:w 1d43:a 1d47:b 1d48+2:d 1d4d:g 1d4f:k 1d50:m 1d52:o 1d56:p 1d57+2:t 1d5b:v 1d62:i 1d63:r
    1d64+2:u 1d9c:c 1da0:f 1dbb:z 1e00=2:a 1e02=6:b 1e08=2:c 1e0a=10:d 1e14=10:e 1e1e=2:f 1e20=2:g 1e22=10:h
    1e2c=4:i 1e30=6:k 1e36=8:l 1e3e=6:m 1e44=8:n 1e4c=8:o 1e54=4:p 1e58=8:r 1e60=10:s 1e6a=8:t 1e72=10:u
    1e7c=4:v 1e80=10:w 1e8a=4:x 1e8e=2:y 1e90=6:z 1e96:h 1e97:t 1e98:w 1e99:y 1e9a:a 1e9b:s 1ea0=24:a
    1eb8=16:e 1ec8=4:i 1ecc=24:o 1ee4=14:u 1ef2=8:y 1fbd:_ 1fbf=3:_ 1fcd=3:_ 1fdd=3:_ 1fed=3:_ 1ffd=2:_
    2000=11:_ 2017:_ 2024=3:_ 202f:_ 203c:_ 203e:_ 2047=3:_ 205f:_ 2070:0 2071:i 2074+6:4 207a:_ 207c=3:_
    207f:n 2080+10:0 208a:_ 208c=3:_ 2090:a 2091:e 2092:o 2093:x 2095:h 2096+4:k 209a:p 209b+2:s 20a8:rs
    2100:a_c 2101:a_s 2102=2:c 2105:c_o 2106:c_u 2109+3:f 210c=3:h 2110=2:i 2112=2:l 2115:n 2116:no 2119+3:p
    211c=2:r 2120:sm 2121:tel 2122:tm 2124:z 2128:z 212a:k 212b+3:a 212f=2:e 2131:f 2133:m 2134:o 2139:i
    213b:fax 2145=2:d 2147:e 2148+2:i 2150:17 2151:19 2152:110 2153:13 2154:23 2155:15 2156:25 2157:35 2158:45
    2159:16 215a:56 215b:18 215c:38 215d:58 215e:78 215f:1 2160:i 2161:ii 2162:iii 2163:iv 2164:v 2165:vi
    2166:vii 2167:viii 2168:ix 2169:x 216a:xi 216b:xii 216c:l 216d+2:c 216f:m 2170:i 2171:ii 2172:iii 2173:iv
    2174:v 2175:vi 2176:vii 2177:viii 2178:ix 2179:x 217a:xi 217b:xii 217c:l 217d+2:c 217f:m 2189:03 2260:_
    226e=2:_ 2460+9:1 2469:10 246a:11 246b:12 246c:13 246d:14 246e:15 246f:16 2470:17 2471:18 2472:19 2473:20
    2474:_1_ 2475:_2_ 2476:_3_ 2477:_4_ 2478:_5_ 2479:_6_ 247a:_7_ 247b:_8_ 247c:_9_ 247d:_10_ 247e:_11_
    247f:_12_ 2480:_13_ 2481:_14_ 2482:_15_ 2483:_16_ 2484:_17_ 2485:_18_ 2486:_19_ 2487:_20_ 2488:1_ 2489:2_
    248a:3_ 248b:4_ 248c:5_ 248d:6_ 248e:7_ 248f:8_ 2490:9_ 2491:10_ 2492:11_ 2493:12_ 2494:13_ 2495:14_
    2496:15_ 2497:16_ 2498:17_ 2499:18_ 249a:19_ 249b:20_ 249c:_a_ 249d:_b_ 249e:_c_ 249f:_d_ 24a0:_e_
    24a1:_f_ 24a2:_g_ 24a3:_h_ 24a4:_i_ 24a5:_j_ 24a6:_k_ 24a7:_l_ 24a8:_m_ 24a9:_n_ 24aa:_o_ 24ab:_p_
    24ac:_q_ 24ad:_r_ 24ae:_s_ 24af:_t_ 24b0:_u_ 24b1:_v_ 24b2:_w_ 24b3:_x_ 24b4:_y_ 24b5:_z_ 24b6+26:a
    24d0+26:a 24ea:0 2a74=3:_ 2c7c:j 2c7d:v 3000:_ 309b=2:_ 3200=31:_ 3220=36:_ 3250:pte 3251:21 3252:22
    3253:23 3254:24 3255:25 3256:26 3257:27 3258:28 3259:29 325a:30 325b:31 325c:32 325d:33 325e:34 325f:35
    32b1:36 32b2:37 32b3:38 32b4:39 32b5:40 32b6:41 32b7:42 32b8:43 32b9:44 32ba:45 32bb:46 32bc:47 32bd:48
    32be:49 32bf:50 32c0+9:1 32c9:10 32ca:11 32cb:12 32cc:hg 32cd:erg 32ce:ev 32cf:ltd 3358+10:0 3362:10
    3363:11 3364:12 3365:13 3366:14 3367:15 3368:16 3369:17 336a:18 336b:19 336c:20 336d:21 336e:22 336f:23
    3370:24 3371:hpa 3372:da 3373:au 3374:bar 3375:ov 3376:pc 3377:dm 3378:dm2 3379:dm3 337a:iu 3380:pa
    3381:na 3382:a 3383:ma 3384:ka 3385:kb 3386:mb 3387:gb 3388:cal 3389:kcal 338a:pf 338b:nf 338c+2:f 338e:mg
    338f:kg 3390:hz 3391:khz 3392:mhz 3393:ghz 3394:thz 3395:l 3396:ml 3397:dl 3398:kl 3399:fm 339a:nm 339b:m
    339c:mm 339d:cm 339e:km 339f:mm2 33a0:cm2 33a1:m2 33a2:km2 33a3:mm3 33a4:cm3 33a5:m3 33a6:km3 33a7:ms
    33a8:ms2 33a9:pa 33aa:kpa 33ab:mpa 33ac:gpa 33ad:rad 33ae:rads 33af:rads2 33b0:ps 33b1:ns 33b2:s 33b3:ms
    33b4:pv 33b5:nv 33b6:v 33b7:mv 33b8:kv 33b9:mv 33ba:pw 33bb:nw 33bc:w 33bd:mw 33be:kw 33bf:mw 33c0:k
    33c1:m 33c2:a_m_ 33c3:bq 33c4:cc 33c5:cd 33c6:ckg 33c7:co_ 33c8:db 33c9:gy 33ca:ha 33cb:hp 33cc:in 33cd:kk
    33ce:km 33cf:kt 33d0:lm 33d1:ln 33d2:log 33d3:lx 33d4:mb 33d5:mil 33d6:mol 33d7:ph 33d8:p_m_ 33d9:ppm
    33da:pr 33db:sr 33dc:sv 33dd:wb 33de:vm 33df:am 33e0+9:1 33e9:10 33ea:11 33eb:12 33ec:13 33ed:14 33ee:15
    33ef:16 33f0:17 33f1:18 33f2:19 33f3:20 33f4:21 33f5:22 33f6:23 33f7:24 33f8:25 33f9:26 33fa:27 33fb:28
    33fc:29 33fd:30 33fe:31 33ff:gal a7f2:c a7f3:f a7f4:q fb00:ff fb01:fi fb02:fl fb03:ffi fb04:ffl fb05=2:st
    fb29:_ fc5e=6:_ fdfa=2:_ fe10:_ fe13=4:_ fe19:_ fe30:_ fe33=2:_ fe35=4:_ fe47=6:_ fe4d=3:_ fe50:_ fe52:_
    fe54=4:_ fe59=4:_ fe5f=8:_ fe68=4:_ fe70:_ fe72:_ fe74:_ fe76:_ fe78:_ fe7a:_ fe7c:_ fe7e:_ ff01=15:_
    ff10+10:0 ff1a=7:_ ff21+26:a ff3b=4:_ ff3f:_ ff40:_ ff41+26:a ff5b=4:_ ffe3:_ 107a5:q 1d400+26:a
    1d41a+26:a 1d434+26:a 1d44e+7:a 1d456+18:i 1d468+26:a 1d482+26:a 1d49c:a 1d49e+2:c 1d4a2:g 1d4a5+2:j
    1d4a9+4:n 1d4ae+8:s 1d4b6+4:a 1d4bb:f 1d4bd+7:h 1d4c5+11:p 1d4d0+26:a 1d4ea+26:a 1d504+2:a 1d507+4:d
    1d50d+8:j 1d516+7:s 1d51e+26:a 1d538+2:a 1d53b+4:d 1d540+5:i 1d546:o 1d54a+7:s 1d552+26:a 1d56c+26:a
    1d586+26:a 1d5a0+26:a 1d5ba+26:a 1d5d4+26:a 1d5ee+26:a 1d608+26:a 1d622+26:a 1d63c+26:a 1d656+26:a
    1d670+26:a 1d68a+26:a 1d7ce+10:0 1d7d8+10:0 1d7e2+10:0 1d7ec+10:0 1d7f6+10:0 1f100=2:0_ 1f102:1_ 1f103:2_
    1f104:3_ 1f105:4_ 1f106:5_ 1f107:6_ 1f108:7_ 1f109:8_ 1f10a:9_ 1f110:_a_ 1f111:_b_ 1f112:_c_ 1f113:_d_
    1f114:_e_ 1f115:_f_ 1f116:_g_ 1f117:_h_ 1f118:_i_ 1f119:_j_ 1f11a:_k_ 1f11b:_l_ 1f11c:_m_ 1f11d:_n_
    1f11e:_o_ 1f11f:_p_ 1f120:_q_ 1f121:_r_ 1f122:_s_ 1f123:_t_ 1f124:_u_ 1f125:_v_ 1f126:_w_ 1f127:_x_
    1f128:_y_ 1f129:_z_ 1f12a:s 1f12b:c 1f12c:r 1f12d:cd 1f12e:wz 1f130+26:a 1f14a:hv 1f14b:mv 1f14c:sd
    1f14d:ss 1f14e:ppv 1f14f:wc 1f16a:mc 1f16b:md 1f16c:mr 1f190:dj 1fbf0+10:0
    """
}
